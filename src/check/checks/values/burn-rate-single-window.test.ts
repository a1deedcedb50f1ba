import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { burnRateSingleWindow } from "./burn-rate-single-window.ts";

const ratio = (window: string) =>
  `sum(rate(shop_failed_total[${window}])) / sum(rate(shop_requests_total[${window}]))`;

test.each([
  `${ratio("1h")} > 14.4 * (1 - 0.999)`,
  `${ratio("1h")} > 14.4 * 0.001`,
  "1 - sum(rate(shop_good_total[1h])) / sum(rate(shop_requests_total[1h])) > (14.4 * (1 - 0.999))",
])("an outage of ten minutes keeps %s firing", async (expr) => {
  const files = alertFiles([expr, { for: "2m", severity: "critical" }]);
  const [finding, ...others] = foundBy(burnRateSingleWindow, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 5,
    column: columnOf(expr, "> "),
    counterexample: { evalTime: "1h50m", firing: [{ severity: "critical" }] },
  });
  await confirmed(finding, files);
});

test("a recorded ratio is known by the window in its name", () => {
  const files = alertFiles(["job:shop_errors:ratio_rate1h > 14.4 * 0.001"]);
  expect(foundBy(burnRateSingleWindow, files)).toHaveLength(1);
});

test.each([
  `${ratio("1h")} > 14.4 * 0.001 and ${ratio("5m")} > 14.4 * 0.001`,
  `${ratio("5m")} > 14.4 * 0.001`,
  `${ratio("1h")} > 0.05`,
  "job:shop_errors:ratio_rate1h > 14.4 * 0.001 and job:shop_errors:ratio_rate5m > 14.4 * 0.001",
  "avg_over_time(shop_queue[1h]) > 14.4 * 0.5",
])("%s is let be", (expr) => {
  expect(foundBy(burnRateSingleWindow, alertFiles([expr]))).toEqual([]);
});
