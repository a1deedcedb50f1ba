import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { flapsWithoutKeepFiring } from "./flaps-without-keep-firing.ts";

test("a page for a single failed scrape is found", () => {
  const files = alertFiles(["up == 0", { severity: "critical" }]);
  expect(foundBy(flapsWithoutKeepFiring, files)).toMatchObject([
    { severity: "warning", line: 5, column: 12 },
  ]);
});

test("irate is noted where it stands", () => {
  const expr = "sum(irate(shop_requests_total[5m])) > 100";
  expect(foundBy(flapsWithoutKeepFiring, alertFiles([expr, { for: "5m" }]))).toMatchObject([
    { severity: "info", column: columnOf(expr, "irate") },
  ]);
});

test.each([
  ["up == 0", { severity: "critical", for: "1m" }],
  ["up == 0", { severity: "warning" }],
  ["absent(up)", { severity: "critical" }],
  ["rate(shop_requests_total[5m]) > 100", { severity: "critical" }],
  ["shop_queue > 100", { severity: "critical" }],
])("%s with %s is let be", (expr, fields) => {
  expect(foundBy(flapsWithoutKeepFiring, alertFiles([expr, fields]))).toEqual([]);
});

test("an alert that is kept firing is let be", () => {
  const rules = `groups:
- name: g
  rules:
  - {alert: A, expr: up == 0, keep_firing_for: 5m, labels: {severity: critical}}
`;
  expect(foundBy(flapsWithoutKeepFiring, { "rules.yml": rules })).toEqual([]);
});
