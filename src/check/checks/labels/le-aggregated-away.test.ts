import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { fixedBy } from "../../../../test/fixed-by.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { leAggregatedAway } from "./le-aggregated-away.ts";

const rule = (expr: string, more = "") => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: ShopSlow
    expr: ${expr}
    for: 3m
${more}`,
});

test("a quantile of a sum without le never fires, which promtool confirms", async () => {
  const expr = "histogram_quantile(0.95, sum by (job) (rate(shop_seconds_bucket[5m]))) > 1";
  const files = rule(expr);
  const findings = foundBy(leAggregatedAway, files);
  expect(findings).toMatchObject([
    {
      severity: "error",
      line: 5,
      column: 40,
      message: expect.stringContaining("the alert never fires"),
      counterexample: { firing: [] },
    },
  ]);
  await confirmed(findings[0], files);
  expect(fixedBy(leAggregatedAway, files)["rules.yml"]).toContain("sum by (le, job) (rate");
});

test("a sum of everything and a branch of or are found without a mend", () => {
  expect(
    foundBy(leAggregatedAway, rule("histogram_quantile(0.9, sum(rate(a_bucket[5m]))) > 1")),
  ).toHaveLength(1);
  const either = "histogram_quantile(0.9, sum without (le) (rate(a_bucket[5m]))) > 1 or up == 0";
  expect(foundBy(leAggregatedAway, rule(either))).toMatchObject([
    { message: expect.stringContaining("always empty"), counterexample: null },
  ]);
});

test("le that a recording rule of the set has lost is found where it is read", () => {
  const recording = `  - record: job:shop_seconds_bucket:rate5m
    expr: sum by (job) (rate(shop_seconds_bucket[5m]))
`;
  const files = rule("histogram_quantile(0.9, job:shop_seconds_bucket:rate5m) > 1", recording);
  expect(foundBy(leAggregatedAway, files)).toMatchObject([
    { message: expect.stringContaining("in the rule job:shop_seconds_bucket:rate5m") },
  ]);
});

test.each([
  ["le that is kept", "histogram_quantile(0.95, sum by (le, job) (rate(a_bucket[5m]))) > 1"],
  [
    "le that is not among those left out",
    "histogram_quantile(0.9, sum without (pod) (rate(a_bucket[5m]))) > 1",
  ],
  ["a native histogram", "histogram_quantile(0.95, sum by (job) (rate(shop_seconds[5m]))) > 1"],
  ["no aggregation", "histogram_quantile(0.95, rate(a_bucket[5m])) > 1"],
  ["a series that is recorded elsewhere", "histogram_quantile(0.95, job:a_bucket:rate5m) > 1"],
])("%s is let be", (_, expr) => {
  expect(foundBy(leAggregatedAway, rule(expr))).toEqual([]);
});
