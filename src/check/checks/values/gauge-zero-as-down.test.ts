import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { gaugeZeroAsDown } from "./gauge-zero-as-down.ts";

test("a pool without active connections pages although nothing is wrong", async () => {
  const expr = "shop_pool_active == 0";
  const files = alertFiles([expr, { for: "1m", severity: "critical" }]);
  const [finding, ...others] = foundBy(gaugeZeroAsDown, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 5,
    column: columnOf(expr, expr),
    message: expect.stringContaining("shop_pool_active"),
  });
  await confirmed(finding, files);
});

test("where it wakes nobody, it is a note", () => {
  expect(foundBy(gaugeZeroAsDown, alertFiles(["jobs_in_flight < 1"]))).toMatchObject([
    { severity: "info" },
  ]);
});

test.each([
  "up == 0",
  "redis_up == 0",
  "kube_deployment_status_replicas_available == 0",
  "shop_pool_active / shop_pool_size > 0.9",
  "shop_pool_active > 100",
  "rate(requests_total[5m]) == 0",
  "absent(shop_pool_active)",
])("%s is let be", (expr) => {
  expect(foundBy(gaugeZeroAsDown, alertFiles([expr, { severity: "critical" }]))).toEqual([]);
});
