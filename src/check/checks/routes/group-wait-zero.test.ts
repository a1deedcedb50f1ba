import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { groupWaitZero } from "./group-wait-zero.ts";

const rules = (expr: string) => `groups:
- name: all
  rules:
  - alert: ShopDown
    expr: ${expr}
    labels: {severity: critical}
`;

const DOWN = rules('up{job="shop"} == 0');

const config = (route: string) => `route:
  receiver: pager
  group_by: [alertname]
${route}receivers:
- name: pager
  pagerduty_configs: [{routing_key: key}]
`;

const found = (text: string, route: string) =>
  foundBy(groupWaitZero, { "rules.yml": text, "alertmanager.yml": config(route) });

test("the first message names one instance, and the others wait for the whole group interval", async () => {
  const files = {
    "rules.yml": DOWN,
    "alertmanager.yml": config("  group_wait: 0s\n  group_interval: 4s\n"),
  };
  const [finding, ...others] = foundBy(groupWaitZero, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 4,
    column: 15,
    subject: "pager",
    message: expect.stringContaining("ShopDown"),
  });
  const example = finding?.counterexample;
  const told = example?.kind === "timeline" ? example.notifications : [];
  expect(told.map(({ at, alerts }) => [at, alerts.length])).toEqual([
    ["0s", 1],
    ["4s", 3],
  ]);
  await confirmed(finding, files);
});

test("a route that inherits it counts, and one that no alert of the set reaches is imagined", () => {
  const inherits = `  routes:
  - matchers: [severity=critical]
    group_wait: 0s
    routes:
    - receiver: pager
`;
  expect(found(DOWN, inherits)).toMatchObject([{ line: 6, column: 17 }]);
  const unreached = "  routes:\n  - matchers: [severity=page]\n    group_wait: 0s\n";
  expect(found(DOWN, unreached)).toMatchObject([
    { line: 6, message: expect.stringContaining("an alert fires for several") },
  ]);
});

test("without rules it is a note", () => {
  expect(
    foundBy(groupWaitZero, { "alertmanager.yml": config("  group_wait: 0s\n") }),
  ).toMatchObject([{ severity: "info" }]);
});

test("groups of one, as those of a watchdog, have nobody to wait for", () => {
  expect(found(rules("vector(1)"), "  group_wait: 0s\n")).toEqual([]);
  expect(found(rules("sum(up) == 0"), "  group_wait: 0s\n")).toEqual([]);
  const all =
    "  routes:\n  - matchers: [severity=critical]\n    group_by: ['...']\n    group_wait: 0s\n";
  expect(found(DOWN, all)).toEqual([]);
  const named = "  routes:\n  - matchers: [alertname=Watchdog]\n    group_wait: 0s\n";
  expect(found(DOWN, named)).toEqual([]);
  expect(found(DOWN, "  group_wait: 10s\n")).toEqual([]);
});
