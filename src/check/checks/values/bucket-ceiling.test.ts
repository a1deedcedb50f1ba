import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { bucketCeiling } from "./bucket-ceiling.ts";
import { neverFires } from "./never-fires.ts";

const metrics = [
  {
    of: "shop",
    metrics: [{ name: "wait_seconds", type: "histogram", unit: "seconds", buckets: [0.1, 0.5, 1] }],
  },
];
const settings = { metrics };

test("a threshold at the highest bucket never fires, however slow everything is", async () => {
  const expr = "histogram_quantile(0.95, sum by (le, job) (rate(wait_seconds_bucket[5m]))) > 1.0";
  const files = alertFiles([expr, { for: "3m", severity: "warning" }]);
  const [finding, ...others] = foundBy(bucketCeiling, files, settings);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    column: columnOf(expr, "histogram_quantile"),
    counterexample: { firing: [] },
  });
  await confirmed(finding, files);
  expect(foundBy(neverFires, files, settings)).toEqual([]);
});

test("above the buckets that client libraries have by default, it is a warning", () => {
  const expr = "histogram_quantile(0.9, rate(other_seconds_bucket[5m])) > 30";
  expect(foundBy(bucketCeiling, alertFiles([expr]), settings)).toMatchObject([
    { severity: "warning", column: columnOf(expr, "30") },
  ]);
});

test.each([
  "histogram_quantile(0.95, sum by (le) (rate(wait_seconds_bucket[5m]))) > 0.5",
  "histogram_quantile(0.95, sum by (le) (rate(other_seconds_bucket[5m]))) > 1",
  "histogram_quantile(0.95, sum by (le) (rate(other_seconds_bucket[5m]))) < 30",
  "histogram_quantile(0.99, sum by (le) (rate(other_seconds_bucket[5m]))) >= 10",
  "other_seconds > 30",
])("%s is let be", (expr) => {
  expect(foundBy(bucketCeiling, alertFiles([expr]), settings)).toEqual([]);
});
