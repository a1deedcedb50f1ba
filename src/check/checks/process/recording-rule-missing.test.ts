import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { recordingRuleMissing } from "./recording-rule-missing.ts";

const rules = (...exprs: readonly string[]) => `groups:
- name: shop
  rules:
  - {record: 'shop:errors:rate5m', expr: 'sum(rate(errors_total[5m]))'}
${exprs.map((expr, index) => `  - {alert: Shop${index}, expr: '${expr}'}\n`).join("")}`;

const found = (...exprs: readonly string[]) =>
  foundBy(recordingRuleMissing, { "rules.yml": rules(...exprs) });

test("a series that is recorded under nearly that name is a warning at the selector", () => {
  expect(found("sum(shop:error:rate5m) > 1", "shop:error:rate5m > 2")).toMatchObject([
    {
      severity: "warning",
      line: 5,
      column: 31,
      subject: "Shop0",
      message: expect.stringContaining("Shop0 (and 1 other rule) finds nothing"),
      help: expect.stringContaining("did you mean shop:errors:rate5m?"),
    },
  ]);
});

test("another operation on a series that is recorded is a warning", () => {
  expect(found("shop:errors:increase_over_a_day > 1")).toMatchObject([{ severity: "warning" }]);
});

test("a series of which nothing is recorded may be of another set", () => {
  expect(found("node:cpu:ratio > 1")).toMatchObject([{ severity: "info" }]);
});

test("recorded series and metrics without a colon are let be", () => {
  expect(found("shop:errors:rate5m > 1", "shop_errors > 1")).toEqual([]);
});
