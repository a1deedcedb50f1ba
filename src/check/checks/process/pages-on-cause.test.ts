import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { pagesOnCause } from "./pages-on-cause.ts";

const alert = (name: string, expr: string, severity = "critical") => `  - alert: ${name}
    expr: ${expr}
    labels: {severity: ${severity}, service: shop}
`;

const rules = (...alerts: readonly string[]) =>
  `groups:\n- name: shop\n  rules:\n${alerts.join("")}`;

const found = (expr: string, severity?: string) =>
  foundBy(pagesOnCause, { "rules.yml": rules(alert("ShopAlert", expr, severity)) });

test("a page about one instance that is down is shown at its condition", () => {
  expect(found('up{job="shop"} == 0')).toMatchObject([
    { severity: "warning", file: "rules.yml", line: 5, column: 11, subject: "ShopAlert" },
  ]);
});

test.each([
  "process_resident_memory_bytes > 2e9",
  "shop_pool_active / shop_pool_size > 0.9",
  "avg by (instance) (rate(node_cpu_seconds_total[5m])) > 0.9",
])("a page about what one instance uses is a note: %s", (expr) => {
  expect(found(expr)).toMatchObject([{ severity: "info", subject: "ShopAlert" }]);
});

test.each([
  ["no instance is left", 'absent(up{job="shop"} == 1)'],
  ["all instances are down", 'sum by (job) (up{job="shop"}) == 0'],
  ["too few instances are up", 'avg by (job) (up{job="shop"}) < 0.5'],
  ["requests fail", "rate(shop_requests_failed_total[5m]) / rate(shop_requests_total[5m]) > 0.1"],
  ["a probe fails, as users would", "probe_success == 0"],
  ["memory is short everywhere", "sum(process_resident_memory_bytes) > 2e11"],
  ["an instance is up", "up == 1"],
])("it is right to page when %s", (_, expr) => {
  expect(found(expr)).toEqual([]);
});

test("causes may make tickets", () => {
  expect(found("up == 0", "warning")).toEqual([]);
});

const ALERTS = [
  alert("ShopDown", "up == 0"),
  alert("ShopFails", "sum by (job) (rate(shop_errors_total[5m])) > 1"),
  alert("ShopBurns", "shop:burn_rate > 14.4"),
];

const alertmanager = (groupBy: string, more = "") => `route:
  receiver: pager
  group_by: [${groupBy}]
  group_wait: 1s
  group_interval: 1m
receivers:
- name: pager
  pagerduty_configs: [{routing_key: k}]
${more}`;

const storm = (config: string) =>
  foundBy(pagesOnCause, { "rules.yml": rules(...ALERTS), "alertmanager.yml": config }).filter(
    ({ subject }) => subject === "shop",
  );

test("the pages that one outage makes are counted, and Alertmanager sends so many", async () => {
  const config = alertmanager("alertname");
  const [finding, ...others] = storm(config);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    line: 4,
    column: 12,
    message: expect.stringContaining('one outage of shop makes 3 pages or more to "pager"'),
    counterexample: { kind: "timeline" },
  });
  await confirmed(finding, { "rules.yml": rules(...ALERTS), "alertmanager.yml": config });
});

test("alerts in one group, or held back by one of them, make one page", () => {
  expect(storm(alertmanager("service"))).toEqual([]);
  const inhibit = `inhibit_rules:
- source_matchers: [alertname="ShopBurns"]
  target_matchers: [alertname=~"ShopDown|ShopFails"]
  equal: [service]
`;
  expect(storm(alertmanager("alertname", inhibit))).toEqual([]);
});

test("an inhibition that cannot hold any of them back changes nothing", () => {
  const inhibit = `inhibit_rules:
- source_matchers: [severity="critical"]
  target_matchers: [severity="warning"]
  equal: [alertname]
`;
  expect(storm(alertmanager("alertname", inhibit))).toHaveLength(1);
});

test("messages that wake nobody are no pages", () => {
  const chat = "  slack_configs: [{api_url: http://127.0.0.1/, channel: c}]";
  const config = alertmanager("alertname").replace(/ {2}pagerduty_configs.*/, chat);
  expect(storm(config)).toEqual([]);
});
