import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { quantilePerSeries } from "./quantile-per-series.ts";

const rule = (expr: string) => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: ShopSlow
    expr: ${expr}
    for: 3m
    labels: {severity: warning}
`,
});

const DECLARED = (labels: readonly string[], buckets: readonly number[]) => ({
  metrics: [
    { of: "shop", metrics: [{ name: "shop_seconds", type: "histogram", labels, buckets }] },
  ],
});

test("a quantile without a sum fires for one slow request among thousands", async () => {
  const files = rule("histogram_quantile(0.95, rate(shop_seconds_bucket[5m])) > 1.0");
  const findings = foundBy(quantilePerSeries, files);
  expect(findings).toMatchObject([
    {
      severity: "warning",
      line: 5,
      column: 11,
      subject: "ShopSlow",
      help: expect.stringContaining("sum by (le, job) (rate(shop_seconds_bucket[5m]))"),
      counterexample: { firing: [{ endpoint: "rare", severity: "warning" }] },
    },
  ]);
  await confirmed(findings[0], files);
});

test("declared buckets and labels are those of the example", async () => {
  const files = rule('histogram_quantile(0.9, rate(shop_seconds_bucket{a="b"}[2m])) >= 0.3');
  const findings = foundBy(quantilePerSeries, files, DECLARED(["till"], [0.1, 0.3, 1]));
  expect(findings).toMatchObject([
    {
      message: expect.stringContaining("instance, till"),
      counterexample: { firing: [{ a: "b", till: "rare" }] },
    },
  ]);
  await confirmed(findings[0], files);
});

test("a quantile deep within a query is found without an example", () => {
  const expr = "max(histogram_quantile(0.95, rate(shop_seconds_bucket[5m]))) > 1 and up == 1";
  expect(foundBy(quantilePerSeries, rule(expr))).toMatchObject([{ counterexample: null }]);
});

test("a threshold above the highest bucket has no example here: the alert never fires", () => {
  const expr = "histogram_quantile(0.95, rate(shop_seconds_bucket[5m])) > 2";
  const findings = foundBy(quantilePerSeries, rule(expr), DECLARED(["till"], [0.1, 1]));
  expect(findings).toMatchObject([{ counterexample: null }]);
});

test.each([
  ["a sum of the buckets", "histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m]))) > 1"],
  ["a native histogram", "histogram_quantile(0.95, rate(shop_seconds[5m])) > 1"],
  ["a recorded sum", "histogram_quantile(0.95, job:x_bucket:rate5m) > 1"],
  ["a summary", 'x_seconds{quantile="0.95"} > 1'],
])("%s is let be", (_, expr) => {
  expect(foundBy(quantilePerSeries, rule(expr))).toEqual([]);
});

test("a histogram that is declared to have no label but le is let be: one series is one instance", () => {
  const expr = "histogram_quantile(0.95, rate(shop_seconds_bucket[5m])) > 1";
  expect(foundBy(quantilePerSeries, rule(expr), DECLARED([], [1, 2]))).toEqual([]);
});
