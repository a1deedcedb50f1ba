import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { runbookSectionMissing } from "./runbook-section-missing.ts";

const rules = (url: string) => `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up == 0
    annotations: {runbook_url: "https://wiki.example.com/${url}"}
`;

const WHOLE = "# Shop down\n## Meaning\n## Impact\n## Diagnosis\n## Mitigation\n";

test("a runbook without diagnosis and mitigation does not say what to do", () => {
  const files = {
    "rules.yml": rules("shop-down"),
    "runbooks/shop-down.md": "# Shop down\n\n## Meaning\n\nIt is down.\n",
  };
  expect(foundBy(runbookSectionMissing, files)).toMatchObject([
    {
      severity: "warning",
      file: "runbooks/shop-down.md",
      line: 1,
      message:
        "this runbook does not say what to do: it has no section on impact, diagnosis and mitigation",
    },
  ]);
});

test("a runbook that lacks something else is a note", () => {
  const text = WHOLE.replace("## Impact\n", "");
  const files = { "rules.yml": rules("shop-down"), "runbooks/shop-down.md": text };
  expect(foundBy(runbookSectionMissing, files)).toMatchObject([{ severity: "info" }]);
});

test.each([
  ["as they are usually called", WHOLE],
  [
    "in other words",
    "# X\n## Overview\n## Who is affected\n## Troubleshooting\n## Steps to resolve\n",
  ],
  ["in bold", "# X\n**Meaning**\n\n**Impact:**\n\n__Investigate__\n\n**Fix:**\n"],
])("a runbook may have its sections %s", (_, text) => {
  const files = { "rules.yml": rules("shop-down"), "runbooks/shop-down.md": text };
  expect(foundBy(runbookSectionMissing, files)).toEqual([]);
});

test("in a book, only the section of the alert counts", () => {
  const book = `# Book\n## Impact of everything\n## Shop down\n### Meaning\n### Impact\n### Diagnosis\n## Shop slow\n### Mitigation\n`;
  const files = { "rules.yml": rules("book.md#shop-down"), "runbooks/book.md": book };
  expect(foundBy(runbookSectionMissing, files)).toMatchObject([
    { severity: "info", line: 3, message: 'the runbook "Shop down" has no section on mitigation' },
  ]);
});

test("pages that are about no alert are let be", () => {
  const files = { "rules.yml": rules("elsewhere"), "runbooks/notes.md": "# Notes\n" };
  expect(foundBy(runbookSectionMissing, files)).toEqual([]);
});
