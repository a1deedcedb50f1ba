import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { runbookMissing } from "./runbook-missing.ts";

const rules = (...urls: readonly (string | undefined)[]) => `groups:
- name: shop
  rules:
${urls
  .map(
    (url, index) => `  - alert: ShopAlert${index}
    expr: shop_errors > ${index}
${url === undefined ? "" : `    annotations: {runbook_url: "${url}"}\n`}`,
  )
  .join("")}`;

const SITE = "https://wiki.example.com/runbooks";

test("links of which no page was given are named in one note, at the first", () => {
  const found = foundBy(runbookMissing, {
    "rules.yml": rules(`${SITE}/slow`, `${SITE}/down`),
  });
  expect(found).toMatchObject([
    { severity: "info", file: "rules.yml", line: 6, column: 33, subject: "rules.yml" },
  ]);
  expect(found[0]?.message).toContain(`line 6  ShopAlert0  ${SITE}/slow`);
  expect(found[0]?.message).toContain(`line 9  ShopAlert1  ${SITE}/down`);
});

test("a page that says nothing about runbooks does not make links wrong", () => {
  const files = { "rules.yml": rules(`${SITE}/slow`), "README.md": "# Rules of the shop\n" };
  expect(foundBy(runbookMissing, files)).toMatchObject([{ severity: "info" }]);
});

test("a link to a page that is not there is shown where the page is named", () => {
  const files = {
    "rules.yml": rules(`${SITE}/shop-slow`, `${SITE}/shop-down`, `${SITE}/shop-down/`),
    "runbooks/shop-slow.md": "# Slow\n",
    "runbooks/shop-done.md": "# Down\n",
  };
  const found = foundBy(runbookMissing, files);
  expect(found).toMatchObject([
    { severity: "warning", line: 9, column: 33 + SITE.length + 1, subject: "ShopAlert1" },
    { severity: "warning", line: 12, subject: "ShopAlert2" },
  ]);
  expect(found[0]?.help).toContain('did you mean "shop-done"?');
});

test.each([
  {
    what: "a page in another style of writing",
    url: `${SITE}/HighErrorRate`,
    page: "high-error-rate.md",
    text: "x",
  },
  {
    what: "an index in a folder of that name",
    url: `${SITE}/slow/`,
    page: "slow/README.md",
    text: "x",
  },
  {
    what: "a heading",
    url: `${SITE}/high-error-rate`,
    page: "book.md",
    text: "# Book\n\n## High error rate\n",
  },
  {
    what: "a heading with more words",
    url: `${SITE}/high-error-rate`,
    page: "book.md",
    text: "## 3. Alert: HighErrorRate\n",
  },
  {
    what: "an anchor",
    url: `${SITE}/book.md#high-error-rate`,
    page: "book.md",
    text: "## High error rate\n",
  },
  {
    what: "an anchor of a mixin",
    url: `${SITE}/b#alert-name-slow`,
    page: "b.md",
    text: '##### Alert Name: "Slow"\n',
  },
  {
    what: "an HTML anchor",
    url: `${SITE}/book#slow`,
    page: "book.md",
    text: '<a name="slow"></a>\n',
  },
  {
    what: "the second of two headings",
    url: `${SITE}/book#slow-1`,
    page: "book.md",
    text: "## Slow\n## Slow\n",
  },
  {
    what: "a title in front matter",
    url: `${SITE}/too-slow`,
    page: "page1.md",
    text: '---\ntitle: "Too slow"\n---\nx\n',
  },
  {
    what: "a heading behind a line",
    url: `${SITE}/too-slow`,
    page: "page1.md",
    text: "Too slow\n--------\n",
  },
  {
    what: "a template that decides it",
    url: `${SITE}/{{ $labels.job }}`,
    page: "book.md",
    text: "# Book\n",
  },
])("a link leads to $what", ({ url, page, text }) => {
  const files = { "rules.yml": rules(url), [`runbooks/${page}`]: text };
  expect(foundBy(runbookMissing, files)).toEqual([]);
});

test("a heading in fenced code is none, and a fence with a word behind it does not end it", () => {
  const text = "```markdown\n## Slow\n```sh\n## Slow\n```\n# Other\n";
  const files = { "rules.yml": rules(`${SITE}/slow`), "runbooks/book.md": text };
  expect(foundBy(runbookMissing, files)).toMatchObject([{ severity: "warning" }]);
});

test("links to a site of which the set has no page are not held against it", () => {
  const files = {
    "rules.yml": rules(`${SITE}/slow`, "https://github.com/other/mixin/blob/main/book.md#alert-x"),
    "runbooks/slow.md": "# Slow\n",
  };
  expect(foundBy(runbookMissing, files)).toMatchObject([
    { severity: "info", line: 9, message: expect.stringContaining("github.com/other/mixin") },
  ]);
});

test("an alert without a link is shown, and where there is a page of its name, which it is", () => {
  const files = {
    "rules.yml": rules(`${SITE}/slow`, undefined, "TODO"),
    "runbooks/slow.md": "# Slow\n",
    "runbooks/shop-alert1.md": "# It\n",
  };
  expect(foundBy(runbookMissing, files)).toMatchObject([
    { severity: "warning", line: 7, column: 12, help: expect.stringContaining("shop-alert1.md") },
    { severity: "warning", line: 9, subject: "ShopAlert2" },
  ]);
});

test("a file in which no alert has a runbook is one finding", () => {
  expect(foundBy(runbookMissing, { "rules.yml": rules(undefined, undefined) })).toMatchObject([
    { subject: "rules.yml", message: expect.stringContaining("none of the 2 alerts") },
  ]);
});

test("the annotation may have another name", () => {
  const files = {
    "rules.yml": rules(`${SITE}/slow`).replace("runbook_url", "handbook"),
    "runbooks/slow.md": "# Slow\n",
  };
  expect(foundBy(runbookMissing, files, { runbookAnnotation: "handbook" })).toEqual([]);
  expect(foundBy(runbookMissing, files)).toHaveLength(1);
});
