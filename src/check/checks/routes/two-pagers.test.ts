import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { twoPagers } from "./two-pagers.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: sum by (job) (up{job="shop"}) == 0
    labels: {severity: critical}
`;

const config = (routes: string) => `route:
  receiver: chat
  routes:
${routes}receivers:
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
- name: pager
  pagerduty_configs: [{routing_key: key}]
- name: tocsin
  webhook_configs: [{url: 'https://tocsin.example.com/webhooks/alertmanager'}]
time_intervals:
- name: days
  time_intervals:
  - times: [{start_time: '06:00', end_time: '18:00'}]
`;

const found = (routes: string, rules = RULES) =>
  foundBy(twoPagers, { "rules.yml": rules, "alertmanager.yml": config(routes) });

test("an alert that continues from one pager to another wakes two", async () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": config(`  - matchers: [severity=critical]
    receiver: pager
    continue: true
  - matchers: [job=shop]
    receiver: tocsin
`),
  };
  const [finding, ...others] = foundBy(twoPagers, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 6,
    column: 24,
    subject: "ShopDown",
    counterexample: { receivers: ["pager", "tocsin"] },
  });
  await confirmed(finding, files);
});

test("where that takes labels that it may not have it is a note", () => {
  const routes = `  - matchers: [severity=critical]
    receiver: pager
    continue: true
  - matchers: [namespace=shop]
    receiver: tocsin
`;
  const open = RULES.replace('sum by (job) (up{job="shop"})', "shop_healthy");
  expect(found(routes, open)).toMatchObject([
    { severity: "info", counterexample: { labels: { namespace: "shop" } } },
  ]);
  expect(found(routes)).toEqual([]);
  expect(found(routes.replace("namespace", "delivery"), open)).toEqual([]);
});

test("a pager beside a chat, and pagers that are never on together, are one page", () => {
  const beside = `  - matchers: [severity=critical]
    receiver: pager
    continue: true
  - receiver: chat
`;
  expect(found(beside)).toEqual([]);
  const relieved = `  - matchers: [severity=critical]
    receiver: pager
    active_time_intervals: [days]
    continue: true
  - matchers: [severity=critical]
    receiver: tocsin
    mute_time_intervals: [days]
`;
  expect(found(relieved)).toEqual([]);
});
