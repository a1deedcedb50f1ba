import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { rateOfSum } from "./rate-of-sum.ts";

test("the rate of a sum over time is found at its function", () => {
  const expr = "rate(sum by (job) (shop_requests_total)[10m:1m]) > 5";
  expect(foundBy(rateOfSum, alertFiles([expr]))).toMatchObject([
    {
      severity: "warning",
      column: columnOf(expr, "rate"),
      help: expect.stringContaining("sum(rate("),
    },
  ]);
});

test("so is the rate of a sum that was recorded", () => {
  const rules = `groups:
- name: g
  rules:
  - {record: "job:shop_requests:sum", expr: sum by (job) (shop_requests_total)}
  - {alert: A, expr: "rate(job:shop_requests:sum[5m]) > 5"}
`;
  expect(foundBy(rateOfSum, { "rules.yml": rules })).toMatchObject([{ subject: "A", line: 5 }]);
});

test.each([
  "sum by (job) (rate(shop_requests_total[5m])) > 5",
  "rate(shop_requests_total[10m:1m]) > 5",
  "max_over_time(sum(rate(shop_requests_total[5m]))[1h:]) > 5",
  "deriv(sum(shop_queue)[10m:1m]) > 5",
])("%s is let be", (expr) => {
  expect(foundBy(rateOfSum, alertFiles([expr]))).toEqual([]);
});
