import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { groupingCoarse } from "./grouping-coarse.ts";

const RULES = `groups:
- name: all
  rules:
  - alert: ShopDown
    expr: sum(up{job="shop"}) == 0
    labels: {severity: critical, service: shop}
  - alert: SearchDown
    expr: sum(up{job="search"}) == 0
    labels: {severity: critical, service: search}
`;

const config = (route: string) => `route:
  receiver: pager
  group_wait: 1s
  group_interval: 3s
${route}receivers:
- name: pager
  pagerduty_configs: [{routing_key: key}]
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
`;

const found = (route: string, rules = RULES) =>
  foundBy(groupingCoarse, { "rules.yml": rules, "alertmanager.yml": config(route) });

test("without group_by the second service waits for the group of the first", async () => {
  const files = { "rules.yml": RULES, "alertmanager.yml": config("") };
  const [finding, ...others] = foundBy(groupingCoarse, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    file: "alertmanager.yml",
    line: 2,
    column: 13,
    subject: "pager",
    message: expect.stringContaining('ShopDown (service="shop") and SearchDown (service="search")'),
    help: expect.stringContaining("[alertname, service]"),
    counterexample: { notifications: [{ at: "1s" }, { at: "4s" }] },
  });
  await confirmed(finding, files);
});

test("a label that all alerts share, or that none has, keeps nothing apart", () => {
  expect(found("  group_by: [severity, cluster]\n")).toMatchObject([{ line: 5, column: 13 }]);
});

test("where nobody is woken it is a note", () => {
  const route = `  routes:
  - matchers: [severity=critical]
    receiver: chat
`;
  expect(found(route)).toMatchObject([{ severity: "info", subject: "chat" }]);
});

test("what tells services apart, or a route for one service, is fine enough", () => {
  expect(found("  group_by: [service]\n")).toEqual([]);
  expect(found("  group_by: [alertname]\n")).toEqual([]);
  expect(found("  group_by: ['...']\n")).toEqual([]);
  expect(found("", RULES.replaceAll("service: search", "service: shop"))).toEqual([]);
});
