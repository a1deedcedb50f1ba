import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { eventWindowTooShort } from "./event-window-too-short.ts";

test("one restart is shown never firing an alert that waits as long as its window", async () => {
  const expr = "increase(shop_restarts_total[5m]) > 0";
  const files = alertFiles([expr, { for: "5m" }]);
  const [finding, ...others] = foundBy(eventWindowTooShort, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 6,
    column: 10,
    help: expect.stringContaining("[10m]"),
    counterexample: { firing: [] },
  });
  await confirmed(finding, files);
});

test.each(["increase(shop_failed_total[5m]) > 0", "increase(shop_reload_failures_total[15m]) > 0"])(
  "what goes on as long as something is broken is a note: %s",
  (expr) => {
    expect(foundBy(eventWindowTooShort, alertFiles([expr, { for: "15m" }]))).toMatchObject([
      { severity: "info" },
    ]);
  },
);

test("a changed value that is waited for is found", () => {
  const expr = "max by (job) (changes(process_start_time_seconds[10m])) >= 1";
  expect(foundBy(eventWindowTooShort, alertFiles([expr, { for: "10m" }]))).toMatchObject([
    { severity: "warning" },
  ]);
});

test.each([
  ["increase(shop_restarts_total[15m]) > 0", "5m"],
  ["increase(shop_restarts_total[5m]) > 0", "0s"],
  ["increase(shop_restarts_total[5m]) > 10", "15m"],
  ["rate(shop_requests_total[5m]) == 0", "15m"],
  ["shop_queue > 0", "15m"],
  ["shop_queue > 5 and rate(shop_requests_total[5m]) > 0", "15m"],
])("%s for %s is let be", (expr, wait) => {
  expect(foundBy(eventWindowTooShort, alertFiles([expr, { for: wait }]))).toEqual([]);
});
