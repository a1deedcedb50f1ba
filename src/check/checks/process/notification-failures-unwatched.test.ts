import { expect, test } from "vitest";
import { criticalAlert } from "../../../../test/critical-alert.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { notificationFailuresUnwatched } from "./notification-failures-unwatched.ts";

test("nobody watches whether notifications arrive", () => {
  expect(foundBy(notificationFailuresUnwatched, criticalAlert("up == 0"))).toMatchObject([
    { severity: "warning", file: "rules.yml", line: 2, column: 9, subject: "rules.yml" },
  ]);
});

test.each([
  "rate(alertmanager_notifications_failed_total[5m]) > 0",
  "increase(alertmanager_notification_requests_failed_total[5m]) > 0",
  'rate({__name__="alertmanager_notifications_failed_total"}[5m]) > 0',
  'rate({__name__=~"alertmanager_.*_failed_total"}[5m]) > 0',
])("%s watches it", (expr) => {
  expect(foundBy(notificationFailuresUnwatched, criticalAlert(expr))).toEqual([]);
});

test("other metrics of Alertmanager do not", () => {
  const expr = "rate(alertmanager_notifications_total[5m]) == 0";
  expect(foundBy(notificationFailuresUnwatched, criticalAlert(expr))).toHaveLength(1);
});
