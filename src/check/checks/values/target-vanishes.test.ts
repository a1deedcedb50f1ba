import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { targetVanishes } from "./target-vanishes.ts";

const DOWN = 'up{job="shop"} == 0';

test("a target that leaves discovery is shown with the alert staying silent", async () => {
  const files = alertFiles([DOWN, { for: "1m", severity: "critical" }]);
  const [finding, ...others] = foundBy(targetVanishes, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 5,
    column: columnOf(DOWN, "up"),
    help: expect.stringContaining('absent(up{job="shop"})'),
    counterexample: { firing: [] },
  });
  await confirmed(finding, files);
});

test.each([
  'absent(up{job="shop"})',
  'absent(up{job="shop"} == 1)',
  'absent(shop_requests_total{job="shop"})',
  'count(up{job="shop"}) < 3',
  'sum(up{job="shop"}) < 2',
  'count(up{job="shop"} == 1) < 2',
])("an alert on %s sees to it", (other) => {
  expect(foundBy(targetVanishes, alertFiles([DOWN], [other, { alert: "Gone" }]))).toEqual([]);
});

test("an absence of other targets does not", () => {
  const other = 'absent(up{job="other"})';
  expect(foundBy(targetVanishes, alertFiles([DOWN], [other, { alert: "Gone" }]))).toHaveLength(1);
});

test.each([
  "up == 0",
  'up{job!="test"} == 0',
  'redis_up{job="redis"} == 0',
  'up{job="shop"} == 0 or absent(up{job="shop"})',
  'up{job="shop"} == 1',
  "100 * count by (job) (up == 0) / count by (job) (up) > 10",
])("%s is let be", (expr) => {
  expect(foundBy(targetVanishes, alertFiles([expr]))).toEqual([]);
});
