import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { counterBirth } from "./counter-birth.ts";

test("failures that come with the series are shown going unnoticed", async () => {
  const expr = "rate(shop_failed_total[5m]) / rate(shop_requests_total[5m]) > 0.05";
  const files = alertFiles([expr, { for: "2m", severity: "critical" }]);
  const [finding, ...others] = foundBy(counterBirth, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "info",
    column: columnOf(expr, "shop_failed_total"),
    counterexample: { firing: [] },
  });
  await confirmed(finding, files);
});

test("what is declared to be born on first use is a warning", async () => {
  const expr = "increase(redis_commands_failed_calls_total[10m]) > 0";
  const files = alertFiles([expr]);
  const [finding] = foundBy(counterBirth, files);
  expect(finding).toMatchObject({
    severity: "warning",
    message: expect.stringContaining("redis_commands_failed_calls_total does not exist before"),
  });
  await confirmed(finding, files);
});

test.each([
  "rate(redis_rejected_connections_total[5m]) > 0",
  "rate(shop_requests_total[5m]) / rate(shop_all_total[5m]) > 0.5",
  "(rate(shop_failed_total[5m]) or 0 * rate(shop_requests_total[5m])) / rate(shop_requests_total[5m]) > 0.05",
  "rate(shop_failed_total[5m]) > 5",
  "shop_failures > 0",
])("%s is let be", (expr) => {
  expect(foundBy(counterBirth, alertFiles([expr, { severity: "critical" }]))).toEqual([]);
});
