import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { labelMissing } from "./label-missing.ts";

const rules = (expr: string, labels = "") => `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: ${expr}
${labels === "" ? "" : `    labels: {${labels}}\n`}`;

const found = (expr: string, labels?: string) =>
  foundBy(labelMissing, { "rules.yml": rules(expr, labels) }, { requiredLabels: ["zone"] });

test("an alert that arrives without the label is a warning", () => {
  expect(found("sum(shop_errors) > 1")).toMatchObject([
    { severity: "warning", line: 4, column: 12, subject: "ShopDown" },
  ]);
});

test("an alert that has it only if its series do is a note", () => {
  expect(found("shop_errors > 1")).toMatchObject([{ severity: "info" }]);
});

test.each([
  ["the rule gives it", "sum(shop_errors) > 1", "zone: a"],
  ["the selector asks for it", 'shop_errors{zone="a"} > 1', undefined],
  ["a template makes it of one that is there", 'shop_errors{z="a"} > 1', 'zone: "{{ $labels.z }}"'],
])("it is there when %s", (_, expr, labels) => {
  expect(found(expr, labels)).toEqual([]);
});

test("nothing is required unless the settings say so, and external labels count", () => {
  expect(foundBy(labelMissing, { "rules.yml": rules("up == 0") })).toEqual([]);
  const files = {
    "rules.yml": rules("sum(shop_errors) > 1"),
    "prometheus.yml": "global: {external_labels: {zone: a}}\nrule_files: [rules.yml]\n",
  };
  expect(foundBy(labelMissing, files, { requiredLabels: ["zone"] })).toEqual([]);
});
