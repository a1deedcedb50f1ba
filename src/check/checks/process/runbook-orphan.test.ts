import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { runbookOrphan } from "./runbook-orphan.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up == 0
    annotations: {runbook_url: "https://wiki.example.com/shop-down"}
  - alert: ShopSlow
    expr: shop_seconds > 1
`;

test("a runbook that no alert leads to is shown, with the alert that it nearly is called after", () => {
  const files = {
    "rules.yml": RULES,
    "runbooks/shop-down.md": "# Down\n",
    "runbooks/shop-slown.md": "# Slow\n",
  };
  expect(foundBy(runbookOrphan, files)).toMatchObject([
    {
      severity: "info",
      file: "runbooks/shop-slown.md",
      line: 1,
      help: "link ShopSlow to it, or rename it ShopSlow.md",
    },
  ]);
});

test("pages that alerts lead to, or that those lead to, and pages about pages are no orphans", () => {
  const files = {
    "rules.yml": RULES,
    "runbooks/shop-down.md": "# Down\n\nFirst [look here](./before-you-start.md).\n",
    "runbooks/ShopSlow.md": "# Slow\n",
    "runbooks/before-you-start.md": "# Before\n",
    "runbooks/README.md": "# All\n",
    "docs/design.md": "# Design\n",
  };
  expect(foundBy(runbookOrphan, files)).toEqual([]);
});

test("a list of all pages saves none, and without alerts nothing is an orphan", () => {
  const files = {
    "runbooks/index.md": "# All\n\n- [old](old.md)\n",
    "runbooks/old.md": "# Old\n",
  };
  expect(foundBy(runbookOrphan, { "rules.yml": RULES, ...files })).toHaveLength(1);
  expect(foundBy(runbookOrphan, files)).toEqual([]);
});
