import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { groupIntervalShort } from "./group-interval-short.ts";

const rules = (expr: string) => `groups:
- name: all
  rules:
  - alert: ShopDown
    expr: ${expr}
    labels: {severity: critical}
`;

const DOWN = rules('up{job="shop"} == 0');

const config = (route: string) => `route:
  receiver: chat
  group_by: [alertname]
${route}receivers:
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
`;

const found = (text: string, route: string) =>
  foundBy(groupIntervalShort, { "rules.yml": text, "alertmanager.yml": config(route) });

test("an outage that spreads is told again and again", async () => {
  const files = {
    "rules.yml": DOWN,
    "alertmanager.yml": config("  group_wait: 1s\n  group_interval: 2s\n"),
  };
  const [finding, ...others] = foundBy(groupIntervalShort, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "warning", line: 5, column: 19, subject: "chat" });
  const example = finding?.counterexample;
  const told = example?.kind === "timeline" ? example.notifications : [];
  expect(told.map(({ at, alerts }) => [at, alerts.length])).toEqual([
    ["1s", 1],
    ["3s", 2],
    ["5s", 3],
  ]);
  await confirmed(finding, files);
});

test("half a minute is a note, and a minute nothing", () => {
  expect(found(DOWN, "  group_interval: 30s\n")).toMatchObject([{ severity: "info" }]);
  expect(found(DOWN, "  group_interval: 1m\n")).toEqual([]);
});

test("a route for a watchdog, whose groups never change, may have any", () => {
  expect(found(rules("vector(1)"), "  group_interval: 10s\n")).toEqual([]);
});

test("a route that no alert of the set gets to counts, too", () => {
  const unreached = "  routes:\n  - matchers: [severity=page]\n    group_interval: 10s\n";
  expect(found(DOWN, unreached)).toMatchObject([{ line: 6, column: 21, severity: "warning" }]);
});

test("Tocsin is told as often as anybody likes", () => {
  const alertmanager = `route:
  receiver: tocsin
  group_interval: 10s
receivers:
- name: tocsin
  webhook_configs: [{url: 'https://tocsin.example.com/webhooks/alertmanager'}]
`;
  const files = { "rules.yml": DOWN, "alertmanager.yml": alertmanager };
  expect(foundBy(groupIntervalShort, files)).toEqual([]);
});
