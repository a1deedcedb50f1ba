import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { alwaysFires } from "./always-fires.ts";

test.each([
  ["up == bool 0", "==", "error"],
  ["up >= 0", "up", "error"],
  ["rate(sales_total[5m]) >= 0", "rate", "warning"],
])("%s always fires", async (expr, part, severity) => {
  const files = alertFiles([expr, { for: "2m", severity: "critical" }]);
  const [finding, ...others] = foundBy(alwaysFires, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity, line: 5, column: columnOf(expr, part) });
  await confirmed(finding, files);
});

test("a quantile that is meant as a percentage is found at the number", () => {
  const expr = "histogram_quantile(95, rate(wait_seconds_bucket[5m])) > 0.5";
  expect(foundBy(alwaysFires, alertFiles([expr]))).toMatchObject([
    { severity: "error", column: columnOf(expr, "95"), counterexample: null },
  ]);
});

test("what fires on a healthy target is shown with it", () => {
  expect(foundBy(alwaysFires, alertFiles(["up == bool 0"]))).toMatchObject([
    { counterexample: { firing: [{ instance: "example:9100", job: "example" }] } },
  ]);
});

test.each([
  "vector(1)",
  "up != 1",
  "absent(sales) == 1",
  "count(up) > 0",
  "(up == bool 0) > 0",
  "node_load1 >= 4",
  "1 > bool 0",
])("%s is let be", (expr) => {
  expect(foundBy(alwaysFires, alertFiles([expr]))).toEqual([]);
});
