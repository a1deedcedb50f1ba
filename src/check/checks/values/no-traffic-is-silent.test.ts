import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { noTrafficIsSilent } from "./no-traffic-is-silent.ts";

const RATIO = "sum(rate(shop_failed_total[5m])) / sum(rate(shop_requests_total[5m])) > 0.05";

test("a ratio of failures is shown staying silent when nothing arrives any more", async () => {
  const files = alertFiles([RATIO, { for: "2m", severity: "critical" }]);
  const [finding, ...others] = foundBy(noTrafficIsSilent, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    column: columnOf(RATIO, "sum(rate(shop_requests_total"),
    message: expect.stringContaining("shop_requests_total stands still"),
    counterexample: { firing: [] },
  });
  await confirmed(finding, files);
});

test("where it wakes nobody, it is a note", () => {
  expect(foundBy(noTrafficIsSilent, alertFiles([RATIO]))).toMatchObject([{ severity: "info" }]);
});

test.each([
  "absent(shop_requests_total)",
  "sum(rate(shop_requests_total[5m])) == 0",
  "sum(rate(shop_requests_total[10m])) < 1",
])("an alert on %s sees to it", (other) => {
  expect(foundBy(noTrafficIsSilent, alertFiles([RATIO], [other, { alert: "NoTraffic" }]))).toEqual(
    [],
  );
});

test("a ratio of successes that is too low sees nothing, for it is NaN as well", () => {
  const other = "sum(rate(shop_good_total[5m])) / sum(rate(shop_requests_total[5m])) < 0.9";
  expect(foundBy(noTrafficIsSilent, alertFiles([RATIO], [other, { alert: "Other" }]))).toHaveLength(
    2,
  );
});

test.each([
  "node_memory_SwapFree_bytes / node_memory_SwapTotal_bytes < 0.2",
  "sum(rate(a_failed_total[5m])) / (sum(rate(a_total[5m])) > 0) > 0.1",
  "used_bytes / limit_bytes > 0.9",
  "rate(shop_failed_total[5m]) > 1",
])("%s is let be", (expr) => {
  expect(foundBy(noTrafficIsSilent, alertFiles([expr, { severity: "critical" }]))).toEqual([]);
});
