import { expect, test } from "vitest";
import { readRunbookLink, resolveRunbookLink, runbookIndex } from "./runbook-link.ts";
import { readRunbook } from "./runbook-page.ts";

test.each([
  ["https://Wiki.example.com/a/shop-down?x=1", "wiki.example.com", "shop-down", undefined],
  ["https://github.com/o/r/blob/main/b.md#shop-down", "github.com/o/r", "b.md", "shop-down"],
  ["https://wiki.example.com/", "wiki.example.com", "", undefined],
  ["https://wiki.example.com/Shop%20down/", "wiki.example.com", "Shop down", undefined],
  ["runbooks/100%.md", "", "100%.md", undefined],
])("%s leads to a site, a page and perhaps a section", (...[url, site, page, fragment]) => {
  const link = readRunbookLink(url);
  expect([link.site, link.page.text, link.fragment?.text]).toEqual([site, page, fragment]);
});

test("parts of a link know where they stand in it", () => {
  const { page, fragment } = readRunbookLink("https://w/b.md#down");
  expect([page.offset, fragment?.offset]).toEqual([10, 15]);
});

test("only a template at the end decides where a link leads", () => {
  expect(readRunbookLink("https://w/{{ $labels.job }}").isTemplate).toBe(true);
  expect(readRunbookLink("https://{{ $externalLabels.host }}/down").isTemplate).toBe(false);
});

const found = (url: string, pages: Readonly<Record<string, string>>) => {
  const read = Object.entries(pages).map(([path, text]) => readRunbook({ path, text }));
  const target = resolveRunbookLink(runbookIndex(read), readRunbookLink(url));
  return target && [target.page.path, target.heading?.text];
};

test("a section is looked for in the page that is named, and anywhere when there is no such page", () => {
  const pages = { "a.md": "# Down\n", "b.md": "# Slow\n" };
  expect(found("https://w/b.md#down", pages)).toBeUndefined();
  expect(found("https://w/wiki#down", pages)).toEqual(["a.md", "Down"]);
});

test("some words of a heading are enough when they are two or more", () => {
  const pages = { "a.md": "## 4. Alert: the shop is down\n" };
  expect(found("https://w/shop-is-down", pages)).toEqual(["a.md", "4. Alert: the shop is down"]);
  expect(found("https://w/down", pages)).toBeUndefined();
  expect(found("https://w/hop-is-down", pages)).toBeUndefined();
});
