import { expect, test } from "vitest";
import { headingsBelow, normalName, pageName, readRunbook } from "./runbook-page.ts";

const headings = (text: string) =>
  readRunbook({ path: "book.md", text }).headings.map(({ level, text: title, place }) => [
    level,
    title,
    place.line,
  ]);

test("headings of every form are read, with their levels and lines", () => {
  const text = [
    "# One #",
    "Two",
    "===",
    "Three",
    "---",
    "###### `Four` **bold** [link](x.md) {#id}",
    "**Five:**",
    "####### seven marks are none",
    "#no blank",
    "* item",
    "---",
  ].join("\n");
  expect(headings(text)).toEqual([
    [1, "One", 1],
    [1, "Two", 2],
    [2, "Three", 4],
    [6, "Four bold link", 6],
    [7, "Five", 7],
  ]);
});

test("fenced code has no headings, whatever stands in it", () => {
  const text = "~~~\n# a\n```\n# b\n~~~\n# c\n```` sh\n# d\n```\n# e\n````\n``` `x` ```\n# f\n";
  expect(headings(text)).toEqual([
    [1, "c", 6],
    [1, "f", 13],
  ]);
});

test("front matter gives a title and no heading under a line", () => {
  expect(headings("---\ntitle: 'Shop down'\nweight: 2\n---\n# More\n")).toEqual([
    [1, "Shop down", 2],
    [1, "More", 5],
  ]);
});

test("what stands below a heading ends at the next of its level or above", () => {
  const page = readRunbook({ path: "b.md", text: "# A\n## B\n### C\n**D**\n## E\n### F\n" });
  const below = headingsBelow(page, page.headings[1]).map(({ text }) => text);
  expect(below).toEqual(["C", "D"]);
  expect(headingsBelow(page, undefined)).toHaveLength(6);
});

test("a page is called as its file, and an index as its folder", () => {
  expect(pageName("runbooks/shop-down.md")).toBe("shop-down");
  expect(pageName("runbooks/shop-down/_index.md")).toBe("shop-down");
  expect(pageName("README.md")).toBe("README");
  expect(normalName("Shop_Down-2 (ß)")).toBe("shopdown2ß");
});

test("pages that are made to take long do not", () => {
  const hard = [" ".repeat(1_000_000), `#${" ".repeat(1_000_000)}#x`, "=".repeat(1_000_000)];
  const long = ["](".repeat(500_000), "```".repeat(300_000), "**".repeat(500_000)];
  expect(headings([...hard, ...long].join("\n"))).toEqual([]);
});
