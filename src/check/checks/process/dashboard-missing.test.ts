import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { dashboardMissing } from "./dashboard-missing.ts";

const RULES = `groups:
- name: shop
  rules:
  - record: shop:errors:rate5m
    expr: sum(rate(shop_errors_total[5m]))
  - alert: ShopFails
    expr: shop:errors:rate5m > 1
  - alert: ShopSlow
    expr: shop_seconds > 1
  - alert: Watchdog
    expr: vector(1)
`;

const dashboard = (...exprs: readonly string[]) =>
  JSON.stringify({
    title: "Shop",
    panels: [{ type: "row", panels: [{ title: "P", targets: exprs.map((expr) => ({ expr })) }] }],
  });

const found = (...exprs: readonly string[]) =>
  foundBy(dashboardMissing, { "rules.yml": RULES, "shop.json": dashboard(...exprs) });

test("an alert of which no panel shows a metric is a note", () => {
  expect(found("sum(rate(shop_errors_total[$__rate_interval]))")).toMatchObject([
    {
      severity: "info",
      file: "rules.yml",
      line: 8,
      column: 12,
      subject: "ShopSlow",
      message: "no panel shows what ShopSlow rests on: shop_seconds",
    },
  ]);
});

test("what a panel shows may be recorded, or be what is recorded, or be no PromQL that we know", () => {
  expect(found("shop:errors:rate5m", 'shop_seconds{job=~"$job"}')).toEqual([]);
  expect(found("shop_errors_total", "$f(shop_seconds[[range]] ???)")).toEqual([]);
});

test("dashboards that show nothing of a file are one finding", () => {
  expect(found("till_seconds")).toMatchObject([{ subject: "rules.yml" }]);
});

test("without dashboards nothing is missing", () => {
  expect(foundBy(dashboardMissing, { "rules.yml": RULES })).toEqual([]);
});
