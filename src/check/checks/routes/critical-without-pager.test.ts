import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { criticalWithoutPager } from "./critical-without-pager.ts";

const rules = (labels: string) => `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: sum by (job) (up{job="shop"}) == 0
    labels: {${labels}}
`;

const CRITICAL = rules("team: shop, severity: critical");

const config = (routes: string, more = "") => `route:
  receiver: chat
  routes:
${routes}receivers:
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
- name: pager
  pagerduty_configs: [{routing_key: key}]
- name: hook
  webhook_configs: [{url: 'https://hooks.example.com/y'}]
- name: tocsin
  webhook_configs: [{url: 'https://tocsin.example.com/webhooks/alertmanager'}]
- name: "null"
${more}`;

const NIGHT = `time_intervals:
- name: nights
  time_intervals:
  - times: [{start_time: '00:00', end_time: '06:00'}]
- name: days
  time_intervals:
  - times: [{start_time: '06:00', end_time: '24:00'}]
`;

const found = (alertmanager: string, rule = CRITICAL, settings: Record<string, unknown> = {}) =>
  foundBy(criticalWithoutPager, { "rules.yml": rule, "alertmanager.yml": alertmanager }, settings);

test("a critical alert that only a chat hears of wakes nobody", async () => {
  const files = {
    "rules.yml": CRITICAL,
    "alertmanager.yml": config("  - matchers: [severity=page]\n    receiver: pager\n"),
  };
  const [finding, ...others] = foundBy(criticalWithoutPager, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    file: "rules.yml",
    line: 6,
    column: 36,
    subject: "ShopDown",
    message: expect.stringContaining('"chat" (slack), which wakes nobody'),
    counterexample: { receivers: ["chat"] },
  });
  await confirmed(finding, files);
});

test("a pager that is muted at night wakes nobody at three on a Sunday", async () => {
  const files = {
    "rules.yml": CRITICAL,
    "alertmanager.yml": config(
      "  - matchers: [severity=critical]\n    receiver: pager\n    mute_time_intervals: [nights]\n",
      NIGHT,
    ),
  };
  const [finding] = foundBy(criticalWithoutPager, files);
  expect(finding).toMatchObject({
    severity: "error",
    message: expect.stringContaining("at 03:00 on a Sunday (UTC)"),
    counterexample: { at: "2026-11-29T03:00:00Z", receivers: ["pager"] },
  });
  expect(finding?.message).toContain('alertmanager.yml:4, to "pager", is muted by nights then');
  await confirmed(finding, files);
});

test("pagers that relieve one another leave no gap", () => {
  const alertmanager = config(
    `  - matchers: [severity=critical]
    receiver: pager
    active_time_intervals: [days]
    continue: true
  - matchers: [severity=critical]
    receiver: tocsin
    active_time_intervals: [nights]
`,
    NIGHT,
  );
  expect(found(alertmanager)).toEqual([]);
});

test("where only some label sets go elsewhere it is a warning with one of them", () => {
  const alertmanager = config(`  - matchers: [namespace=lab]
    receiver: chat
  - matchers: [severity=critical]
    receiver: pager
`);
  const open = CRITICAL.replace('sum by (job) (up{job="shop"})', "shop_healthy");
  expect(found(alertmanager, open)).toMatchObject([
    { severity: "warning", counterexample: { labels: { namespace: "lab" }, receivers: ["chat"] } },
  ]);
  expect(found(alertmanager)).toEqual([]);
});

test("a label that only another rule adds is not expected of series", () => {
  const alertmanager = config(`  - matchers: [delivery=direct]
    receiver: chat
  - matchers: [severity=critical]
    receiver: pager
`);
  const other = "  - {alert: Other, expr: vector(1), labels: {delivery: direct}}\n";
  const open = CRITICAL.replace('sum by (job) (up{job="shop"})', "shop_healthy");
  expect(found(alertmanager, open + other)).toEqual([]);
});

test("mail is a warning, and may be all that is left when the pager itself is down", () => {
  const mail = `  - matchers: [severity=critical]
    receiver: mail
`;
  const receiver =
    "- name: mail\n  email_configs: [{to: a@example.com, from: b@example.com, smarthost: 'c:25'}]\n";
  expect(found(config(mail, receiver))).toMatchObject([{ severity: "warning" }]);
  const about = CRITICAL.replace('sum by (job) (up{job="shop"}) == 0', "max(tocsin_accepting) < 1");
  expect(found(config(mail, receiver), about)).toEqual([]);
});

test("webhooks may lead anywhere, Tocsin pages, and what was dropped on purpose is not missed", () => {
  for (const receiver of ["hook", "tocsin", "pager", '"null"']) {
    const routes = `  - matchers: [severity=critical]\n    receiver: ${receiver}\n`;
    expect(found(config(routes))).toEqual([]);
  }
});

test("the settings say who wakes people, and which severities are urgent", () => {
  const routes = "  - matchers: [severity=critical]\n    receiver: hook\n";
  expect(found(config(routes), CRITICAL, { pagers: ["pager"] })).toHaveLength(1);
  expect(found(config(routes), CRITICAL, { pagers: ["hook"] })).toEqual([]);
  const settings = { severities: [["p1"], ["critical"]], pagers: ["pager"] };
  expect(found(config(routes), CRITICAL, settings)).toEqual([]);
  expect(found(config(routes), rules("severity: p1"), settings)).toHaveLength(1);
});

test("warnings, and alerts whose severity is not known, need no pager", () => {
  const routes = "  - matchers: [team=shop]\n    receiver: chat\n";
  expect(found(config(routes), rules("severity: warning"))).toEqual([]);
  expect(found(config(routes), rules("severity: '{{ $labels.tier }}'"))).toEqual([]);
});

test("a configuration without any pager is one finding, not one for each alert", () => {
  const alertmanager = `route: {receiver: chat}
receivers:
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
`;
  expect(found(alertmanager)).toMatchObject([
    { severity: "warning", file: "alertmanager.yml", subject: "alertmanager.yml" },
  ]);
});
