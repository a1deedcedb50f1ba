import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { thresholdBetweenBuckets } from "./threshold-between-buckets.ts";

const metrics = [
  {
    of: "shop",
    metrics: [{ name: "wait_seconds", type: "histogram", unit: "seconds", buckets: [0.1, 0.5, 1] }],
  },
];

test("a threshold within a bucket is found, with the bounds around it", () => {
  const expr = "histogram_quantile(0.95, sum by (le) (rate(wait_seconds_bucket[5m]))) > 0.3";
  expect(foundBy(thresholdBetweenBuckets, alertFiles([expr]), { metrics })).toMatchObject([
    {
      severity: "warning",
      column: columnOf(expr, "0.3"),
      message: expect.stringContaining("between 0.1 and 0.5"),
    },
  ]);
});

test.each([
  "histogram_quantile(0.95, sum by (le) (rate(wait_seconds_bucket[5m]))) > 0.5",
  "histogram_quantile(0.95, sum by (le) (rate(wait_seconds_bucket[5m]))) > 1",
  "histogram_quantile(0.95, sum by (le) (rate(other_seconds_bucket[5m]))) > 0.3",
])("%s is let be", (expr) => {
  expect(foundBy(thresholdBetweenBuckets, alertFiles([expr]), { metrics })).toEqual([]);
});
