import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { rateOfGauge } from "./rate-of-gauge.ts";

test.each([
  ["rate(node_load1[5m]) > 1", "rate", "warning"],
  ["delta(prometheus_notifications_dropped_total[5m]) > 0", "delta", "warning"],
  ["deriv(sales_total[5m]) > 0", "deriv", "info"],
])("%s is found at its function", (expr, part, severity) => {
  expect(foundBy(rateOfGauge, alertFiles([expr]))).toMatchObject([
    { severity, line: 5, column: columnOf(expr, part) },
  ]);
});

test("recording rules are looked at too", () => {
  const rules =
    "groups:\n- name: g\n  rules:\n  - record: a:load:rate5m\n    expr: rate(node_load1[5m])\n";
  expect(foundBy(rateOfGauge, { "rules.yml": rules })).toMatchObject([
    { subject: "a:load:rate5m", line: 5, column: 11 },
  ]);
});

test.each([
  "rate(sales_total[5m]) > 1",
  "rate(unknown_metric[5m]) > 1",
  "delta(node_load1[5m]) > 1",
  "predict_linear(node_filesystem_avail_bytes[6h], 86400) < 0",
  "rate(process_cpu_seconds_total[5m]) > 0.9",
])("%s is let be", (expr) => {
  expect(foundBy(rateOfGauge, alertFiles([expr]))).toEqual([]);
});
