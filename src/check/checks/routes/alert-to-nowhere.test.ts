import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertToNowhere } from "./alert-to-nowhere.ts";

const rules = (labels: string) => `groups:
- name: shop
  rules:
  - alert: ShopSlow
    expr: sum by (job) (up{job="shop"}) == 0
    labels: {${labels}}
`;

const config = (routes: string) => `route:
  receiver: "null"
  routes:
${routes}receivers:
- name: "null"
- name: later
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
time_intervals:
- name: mornings
  time_intervals:
  - times: [{start_time: '00:00', end_time: '12:00'}]
- name: afternoons
  time_intervals:
  - times: [{start_time: '12:00', end_time: '24:00'}]
`;

const found = (labels: string, routes: string, settings?: Record<string, unknown>) =>
  foundBy(
    alertToNowhere,
    { "rules.yml": rules(labels), "alertmanager.yml": config(routes) },
    settings,
  );

test("what falls to a root that tells nobody is lost", async () => {
  const files = {
    "rules.yml": rules("severity: warning"),
    "alertmanager.yml": config("  - matchers: [severity=critical]\n    receiver: chat\n"),
  };
  const [finding, ...others] = foundBy(alertToNowhere, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 6,
    column: 24,
    subject: "ShopSlow",
    message: expect.stringContaining("the root route at alertmanager.yml:2"),
    counterexample: { receivers: ["null"] },
  });
  await confirmed(finding, files);
});

test("an alert of unknown urgency is a warning", () => {
  expect(found("", "  - matchers: [severity=critical]\n    receiver: chat\n")).toMatchObject([
    { severity: "warning", line: 4, column: 12 },
  ]);
});

test("a route that is always muted, though none of its intervals is, tells nobody", async () => {
  const routes = `  - matchers: [severity=warning]
    receiver: chat
    mute_time_intervals: [mornings, afternoons]
`;
  const files = { "rules.yml": rules("severity: warning"), "alertmanager.yml": config(routes) };
  const [finding] = foundBy(alertToNowhere, files);
  expect(finding).toMatchObject({
    severity: "error",
    message: expect.stringContaining("at all times"),
    counterexample: { receivers: ["chat"], at: expect.stringContaining("Z") },
  });
  await confirmed(finding, files);
});

test("what is dropped on purpose, tells somebody at some time, or matters least is not lost", () => {
  const dropped = '  - matchers: [severity=warning]\n    receiver: "null"\n';
  expect(found("severity: warning", dropped)).toEqual([]);
  const muted =
    "  - matchers: [severity=warning]\n    receiver: chat\n    mute_time_intervals: [mornings]\n";
  expect(found("severity: warning", muted)).toEqual([]);
  const other = "  - matchers: [severity=critical]\n    receiver: chat\n";
  expect(found("severity: info", other)).toEqual([]);
  expect(found("severity: warning", other, { silent: ["null"] })).toEqual([]);
});

test("a receiver that was to be filled later loses what its route takes", () => {
  const routes = "  - matchers: [severity=warning]\n    receiver: later\n";
  expect(found("severity: warning", routes)).toMatchObject([{ severity: "error" }]);
  expect(found("severity: warning", routes, { silent: ["later"] })).toEqual([]);
});

test("an owner without a route beside owners with routes is worth a note", async () => {
  const alertmanager = `route:
  receiver: chat
  routes:
  - matchers: [team=shop]
    receiver: chat
  - matchers: [team=search]
    receiver: chat
receivers:
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
`;
  const files = { "rules.yml": rules("team: serch"), "alertmanager.yml": alertmanager };
  const [finding] = foundBy(alertToNowhere, files);
  expect(finding).toMatchObject({
    severity: "info",
    line: 6,
    column: 20,
    help: expect.stringContaining("did you mean search?"),
  });
  await confirmed(finding, files);
  const known = { "rules.yml": rules("team: shop"), "alertmanager.yml": alertmanager };
  expect(foundBy(alertToNowhere, known)).toEqual([]);
});
