import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { notificationFailuresUnwatched } from "./notification-failures-unwatched.ts";

const files = (expr: string, name = "ShopDown") => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: ${name}
    expr: ${expr}
    labels: {severity: critical}
`,
  "alertmanager.yml": "route: {receiver: r}\nreceivers: [{name: r}]\n",
});

test("nobody watches whether notifications arrive", () => {
  expect(foundBy(notificationFailuresUnwatched, files("up == 0"))).toMatchObject([
    { severity: "warning", file: "rules.yml", line: 2, column: 9, subject: "rules.yml" },
  ]);
});

test.each([
  "rate(alertmanager_notifications_failed_total[5m]) > 0",
  "increase(alertmanager_notification_requests_failed_total[5m]) > 0",
  'rate({__name__="alertmanager_notifications_failed_total"}[5m]) > 0',
  'rate({__name__=~"alertmanager_.*_failed_total"}[5m]) > 0',
])("%s watches it", (expr) => {
  expect(foundBy(notificationFailuresUnwatched, files(expr))).toEqual([]);
});

test("other metrics of Alertmanager do not", () => {
  const expr = "rate(alertmanager_notifications_total[5m]) == 0";
  expect(foundBy(notificationFailuresUnwatched, files(expr))).toHaveLength(1);
});
