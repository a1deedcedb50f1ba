import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { trafficFloorMissing } from "./traffic-floor-missing.ts";

const RATIO = "rate(shop_failed_total[5m]) / rate(shop_requests_total[5m]) > 0.05";

test.each([
  RATIO,
  "100 * sum by (job) (rate(shop_failed_total[5m])) / sum by (job) (rate(shop_requests_total[5m])) > 5",
  "1 - (rate(shop_requests_total[5m]) - rate(shop_failed_total[5m])) / rate(shop_requests_total[5m]) > 0.01",
  "1 - sum(rate(shop_good_total[5m])) / sum(rate(shop_requests_total[5m])) > 0.01",
  'sum(rate(shop_requests_total{code=~"5.."}[5m])) / sum(rate(shop_requests_total[5m])) > 0.05',
])("one request that fails is enough for %s", async (expr) => {
  const files = alertFiles([expr, { for: "2m", severity: "critical" }]);
  const [finding, ...others] = foundBy(trafficFloorMissing, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "warning", line: 5, column: columnOf(expr, "> ") });
  await confirmed(finding, files);
});

test("where it wakes nobody, it is a note", () => {
  expect(foundBy(trafficFloorMissing, alertFiles([RATIO]))).toMatchObject([{ severity: "info" }]);
});

test.each([
  `${RATIO} and rate(shop_requests_total[5m]) > 1`,
  `${RATIO} and increase(shop_failed_total[5m]) >= 10`,
  `rate(shop_failed_total[5m]) / rate(shop_requests_total[5m]) > 1`,
  "rate(shop_failed_total[5m]) > 5",
  "shop_errors / shop_requests > 0.05",
  "rate(shop_seconds_sum[5m]) / rate(shop_seconds_count[5m]) > 0.5",
  "rate(shop_good_total[5m]) / rate(shop_requests_total[5m]) < 0.9",
  "histogram_quantile(0.9, rate(shop_seconds_bucket[5m])) > 1",
])("%s is let be", (expr) => {
  expect(foundBy(trafficFloorMissing, alertFiles([expr, { severity: "critical" }]))).toEqual([]);
});

test("an alert that waits longer than its window is not woken by one request", () => {
  expect(foundBy(trafficFloorMissing, alertFiles([RATIO, { for: "10m" }]))).toEqual([]);
});
