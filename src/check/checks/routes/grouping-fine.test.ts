import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { groupingFine } from "./grouping-fine.ts";

const rule = (name: string, expr: string, labels = "severity: critical, service: shop") => `
  - alert: ${name}
    expr: ${expr}
    labels: {${labels}}`;

const rules = (...all: string[]) => `groups:
- name: all
  rules:${all.join("")}
`;

const config = (groupBy: string, receiver = "pager") => `route:
  receiver: ${receiver}
  group_by: ${groupBy}
  group_wait: 1s
receivers:
- name: pager
  pagerduty_configs: [{routing_key: key}]
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
- name: tocsin
  webhook_configs: [{url: 'https://tocsin.example.com/webhooks/alertmanager'}]
`;

const DOWN = rule("ShopDown", 'up{job="shop"} == 0');

test("a pager that is told of each instance apart rings as often as instances fail", async () => {
  const files = { "rules.yml": rules(DOWN), "alertmanager.yml": config("[alertname, instance]") };
  const [finding, ...others] = foundBy(groupingFine, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 3,
    column: 13,
    subject: "pager",
    counterexample: {
      notifications: [
        { at: "1s", alerts: [{ instance: "instance-0" }] },
        { at: "1s", alerts: [{ instance: "instance-1" }] },
        { at: "1s", alerts: [{ instance: "instance-2" }] },
      ],
    },
  });
  await confirmed(finding, files);
});

test("several alerts of one service are several pages when alertname keeps them apart", async () => {
  const files = {
    "rules.yml": rules(DOWN, rule("ShopErrors", "sum(rate(shop_errors_total[5m])) > 1")),
    "alertmanager.yml": config("[alertname, service]"),
  };
  const [finding, ...others] = foundBy(groupingFine, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "info",
    line: 3,
    message: expect.stringContaining('one outage of shop can page "pager" 2 times'),
    counterexample: { notifications: [{ at: "1s" }, { at: "1s" }] },
  });
  await confirmed(finding, files);
});

test("single alerts, chats, Tocsin and grouping by service are let be", () => {
  const found = (text: string, ...given: Parameters<typeof config>) =>
    foundBy(groupingFine, { "rules.yml": text, "alertmanager.yml": config(...given) });
  expect(found(rules(rule("Watchdog", "vector(1)")), "['...']")).toEqual([]);
  expect(found(rules(rule("ShopErrors", "sum(up) == 0")), "[alertname, instance]")).toEqual([]);
  const both = rules(DOWN, rule("ShopErrors", "sum(up) == 0"));
  expect(found(both, "['...']", "chat")).toEqual([]);
  expect(found(both, "['...']", "tocsin")).toEqual([]);
  expect(found(both, "[service]")).toEqual([]);
});
