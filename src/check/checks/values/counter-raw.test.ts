import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { counterRaw } from "./counter-raw.ts";

test("a declared counter over a constant is an error: it fires for ever, though nothing happens", async () => {
  const expr = "sum by (job) (prometheus_notifications_dropped_total) > 5";
  const files = alertFiles([expr, { for: "5m" }]);
  const [finding, ...others] = foundBy(counterRaw, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    column: columnOf(expr, "sum"),
    help: expect.stringContaining("increase("),
    counterexample: { firing: [{ job: "example" }] },
  });
  await confirmed(finding, files);
});

test("what is a counter by its name only is a warning", () => {
  expect(foundBy(counterRaw, alertFiles(["sales_failed_total > 5"]))).toMatchObject([
    { severity: "warning" },
  ]);
});

test.each([
  "increase(prometheus_notifications_dropped_total[10m]) > 5",
  "rate(sales_failed_total[5m]) > 0.1",
  "sales_failed_total > 0 and on (job) up == 0",
  "queue_length > 5",
  "sales_failed_total > sales_total",
  "prometheus_notifications_dropped_total unless prometheus_notifications_dropped_total offset 1h",
])("%s is let be", (expr) => {
  expect(foundBy(counterRaw, alertFiles([expr]))).toEqual([]);
});
