import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { toldOnlyThroughItself } from "./told-only-through-itself.ts";

const rules = (expr: string, more = "") => `groups:
- name: meta
  rules:
  - alert: Unheard
    expr: ${expr}
    labels: {severity: critical}
${more}`;

const WATCHDOG = "  - {alert: Watchdog, expr: vector(1), labels: {severity: none}}\n";

const config = (routes: string) => `route:
  receiver: chat
  routes:
${routes}receivers:
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
- name: pager
  pagerduty_configs: [{routing_key: key}]
- name: both
  pagerduty_configs: [{routing_key: key}]
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
- name: tocsin
  webhook_configs: [{url: 'https://tocsin.example.com/webhooks/alertmanager'}]
- name: switch
  webhook_configs: [{url: 'https://switch.example.com/'}]
`;

const SLACK_FAILS =
  'sum by (integration) (rate(alertmanager_notifications_failed_total{integration="slack"}[5m])) > 0';
const ANY_FAILS = "rate(alertmanager_notifications_failed_total[5m]) > 0";

const found = (text: string, routes: string) =>
  foundBy(toldOnlyThroughItself, { "rules.yml": text, "alertmanager.yml": config(routes) });

test("that Slack fails is told through Slack only", async () => {
  const files = {
    "rules.yml": rules(SLACK_FAILS),
    "alertmanager.yml": config("  - matchers: [severity=page]\n    receiver: pager\n"),
  };
  const [finding, ...others] = foundBy(toldOnlyThroughItself, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 5,
    column: 38,
    subject: "Unheard",
    message: expect.stringContaining('through slack only: "chat" (slack)'),
    counterexample: { labels: { integration: "slack" }, receivers: ["chat"] },
  });
  await confirmed(finding, files);
});

test("an alert about all integrations is a warning for the one that alone tells it", () => {
  const routes = "  - matchers: [severity=critical]\n    receiver: pager\n";
  expect(found(rules(ANY_FAILS), routes)).toMatchObject([
    { severity: "warning", message: expect.stringContaining("when pagerduty is what fails") },
  ]);
});

test("two kinds of receivers, another kind, or a route by integration are enough", () => {
  const both = "  - matchers: [severity=critical]\n    receiver: both\n";
  expect(found(rules(ANY_FAILS), both)).toEqual([]);
  const pager = "  - matchers: [severity=critical]\n    receiver: pager\n";
  expect(found(rules(SLACK_FAILS), pager)).toEqual([]);
  const apart = `  - matchers: [integration=pagerduty]
    receiver: chat
  - matchers: [severity=critical]
    receiver: pager
`;
  expect(found(rules(ANY_FAILS), apart)).toEqual([]);
});

test("that Tocsin takes no alerts is not told through Tocsin", async () => {
  const expr = "max(tocsin_accepting) < 1";
  const routes = "  - matchers: [severity=critical]\n    receiver: tocsin\n";
  const files = { "rules.yml": rules(expr), "alertmanager.yml": config(routes) };
  const [finding] = foundBy(toldOnlyThroughItself, files);
  expect(finding).toMatchObject({ severity: "error", line: 5, column: 15 });
  await confirmed(finding, files);
  expect(found(rules(expr), routes.replace("tocsin", "pager"))).toEqual([]);
});

test("that Alertmanager is gone takes a dead-man's switch", () => {
  const routes = "  - matchers: [alertname=Watchdog]\n    receiver: switch\n";
  for (const expr of [
    'up{job="alertmanager"} == 0',
    "absent(alertmanager_build_info)",
    "prometheus_notifications_alertmanagers_discovered < 1",
  ]) {
    expect(found(rules(expr), routes)).toMatchObject([{ severity: "info", subject: "Unheard" }]);
    expect(found(rules(expr, WATCHDOG), routes)).toEqual([]);
    expect(found(rules(expr, WATCHDOG), routes.replace("switch", "chat"))).toHaveLength(1);
  }
  expect(found(rules('up{job="shop"} == 0'), routes)).toEqual([]);
});
