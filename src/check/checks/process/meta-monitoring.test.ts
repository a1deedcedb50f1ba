import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { notificationFailuresUnwatched } from "./notification-failures-unwatched.ts";
import { ruleFailuresUnwatched } from "./rule-failures-unwatched.ts";
import { watchdogMissing } from "./watchdog-missing.ts";

const rules = (expr: string, severity = "critical", name = "ShopDown") => `groups:
- name: shop
  rules:
  - alert: ${name}
    expr: ${expr}
    labels: {severity: ${severity}}
`;

const ALERTMANAGER = "route: {receiver: r}\nreceivers: [{name: r}]\n";

const CHECKS = [watchdogMissing, notificationFailuresUnwatched, ruleFailuresUnwatched];

test.each(CHECKS)("$name warns once where rules and an Alertmanager are given", (check) => {
  const files = { "rules.yml": rules("up == 0", "warning"), "alertmanager.yml": ALERTMANAGER };
  expect(foundBy(check, files)).toMatchObject([
    { severity: "warning", file: "rules.yml", line: 2, column: 9 },
  ]);
});

test.each(CHECKS)("$name only notes it for rules alone, and names the proviso", (check) => {
  expect(foundBy(check, { "rules.yml": rules("up == 0") })).toMatchObject([
    { severity: "info", message: expect.stringContaining("unless a file that was not given") },
  ]);
});

test.each(CHECKS)("$name is silent where nothing urgent depends on it", (check) => {
  expect(foundBy(check, { "rules.yml": rules("up == 0", "warning") })).toEqual([]);
  expect(foundBy(check, { "alertmanager.yml": ALERTMANAGER })).toEqual([]);
});
