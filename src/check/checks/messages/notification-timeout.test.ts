import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { notificationTimeout } from "./notification-timeout.ts";

const config = (
  interval: string,
  timeout: string,
) => `route: {receiver: hook, group_interval: ${interval}}
receivers:
- name: hook
  webhook_configs:
  - url: http://localhost/
    timeout: ${timeout}
`;

test("a timeout beyond the group's next turn is never reached", () => {
  expect(foundBy(notificationTimeout, { "alertmanager.yml": config("20s", "30s") })).toMatchObject([
    { severity: "info", line: 6, column: 14, subject: "hook" },
  ]);
});

test("a notification has ten seconds at least", () => {
  expect(foundBy(notificationTimeout, { "alertmanager.yml": config("1s", "10s") })).toEqual([]);
  expect(foundBy(notificationTimeout, { "alertmanager.yml": config("1s", "11s") })).toHaveLength(1);
});

test("shorter timeouts, none, and those of receivers that nobody uses are let be", () => {
  expect(foundBy(notificationTimeout, { "alertmanager.yml": config("5m", "30s") })).toEqual([]);
  expect(foundBy(notificationTimeout, { "alertmanager.yml": config("5m", "0s") })).toEqual([]);
});
