import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { dashboardDiffers } from "./dashboard-differs.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopFails
    expr: sum(rate(shop_errors_total{job="shop"}[5m])) / sum(rate(shop_requests_total{job="shop"}[5m])) > 0.05
  - alert: ShopSlow
    expr: (shop_seconds > 2)
`;

const RATIO =
  'sum(rate(shop_errors_total{job="$job"}[$__rate_interval])) / (sum(rate(shop_requests_total{job="$job"}[$__rate_interval])))';

const steps = (...values: readonly (number | null)[]) => ({
  fieldConfig: { defaults: { thresholds: { steps: values.map((value) => ({ value })) } } },
});

const found = (expr: string, more: object) =>
  foundBy(dashboardDiffers, {
    "rules.yml": RULES,
    "shop.json": `{"title": "Shop", "panels": [\n${JSON.stringify({
      title: "Errors",
      type: "stat",
      targets: [{ expr }],
      ...more,
    })}]}`,
  });

test("a panel with the query of an alert and another number is shown at the number", () => {
  const findings = found(RATIO, steps(null, 0.1));
  expect(findings).toMatchObject([
    { severity: "warning", file: "shop.json", line: 2, subject: "Errors" },
  ]);
  expect(findings[0]?.message).toContain("draws the line at 0.1");
  expect(findings[0]?.message).toContain("ShopFails at 0.05");
});

test("thresholds of older dashboards and of graphs that show them count too", () => {
  expect(found("shop_seconds", { type: "graph", thresholds: [{ value: 1 }] })).toHaveLength(1);
  expect(found("shop_seconds", { type: "singlestat", thresholds: "1,3" })).toHaveLength(1);
  const line = {
    custom: { thresholdsStyle: { mode: "line" } },
    thresholds: { steps: [{ value: 1 }] },
  };
  const graph = { type: "timeseries", fieldConfig: { defaults: line } };
  expect(found("shop_seconds", graph)).toHaveLength(1);
});

test.each([
  ["the same number", RATIO, steps(null, 0.01, 0.05)],
  ["another query", RATIO.replace("errors", "retries"), steps(null, 0.1)],
  ["another range", 'sum(rate(shop_errors_total{job="shop"}[1h]))', steps(null, 0.1)],
  ["no threshold", RATIO, {}],
  ["the step that every new panel has", "shop_seconds", steps(null, 80)],
  ["steps that the graph does not show", "shop_seconds", { type: "timeseries", ...steps(1) }],
])("a panel with %s is let be", (_, expr, more) => {
  expect(found(expr, more)).toEqual([]);
});
