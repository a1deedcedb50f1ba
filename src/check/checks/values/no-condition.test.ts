import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { noCondition } from "./no-condition.ts";

test.each([
  ["sum by (job) (rate(shop_failed_total[5m]))", "error"],
  ["used_bytes / limit_bytes * 100", "error"],
  ["shop_broken", "warning"],
])("%s fires whatever its value", async (expr, severity) => {
  const files = alertFiles([expr, { for: "2m" }]);
  const [finding, ...others] = foundBy(noCondition, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity, line: 5, column: columnOf(expr, expr) });
  await confirmed(finding, files);
});

test.each([
  "up == 0",
  "vector(1)",
  "absent(up)",
  "sum(up == bool 0) > 1",
  "increase(shop_failed_total[5m]) unless on () shop_maintenance",
  'ALERTS{alertstate="firing"}',
  "job:shop_errors:high",
  "kube_pod_info",
  "count(shop_queue > 5)",
])("%s is let be", (expr) => {
  expect(foundBy(noCondition, alertFiles([expr]))).toEqual([]);
});

test("a recorded condition is one", () => {
  const rules = `groups:
- name: g
  rules:
  - {record: shop_is_broken, expr: shop_errors > 5}
  - {alert: A, expr: shop_is_broken}
`;
  expect(foundBy(noCondition, { "rules.yml": rules })).toEqual([]);
});
