import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { repeatRoundsUp } from "./repeat-rounds-up.ts";

const RULES = `groups:
- name: all
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    labels: {severity: critical}
`;

const config = (route: string) => `route:
  receiver: pager
  group_wait: 0s
${route}receivers:
- name: pager
  pagerduty_configs: [{routing_key: key}]
`;

const found = (route: string) =>
  foundBy(repeatRoundsUp, { "rules.yml": RULES, "alertmanager.yml": config(route) });

test("a multiple of group_interval waits for one turn more", async () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": config("  group_interval: 3s\n  repeat_interval: 6s\n"),
  };
  const [finding, ...others] = foundBy(repeatRoundsUp, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 5,
    column: 20,
    subject: "pager",
    message: expect.stringContaining("every 9s, not every 6s"),
    help: expect.stringContaining("`repeat_interval: 5s`"),
    counterexample: { notifications: [{ at: "0s" }, { at: "9s" }] },
  });
  await confirmed(finding, files);
});

test("what is said of 30m at turns of 5m, and of a route that inherits its turns", () => {
  const route = `  group_interval: 10s
  repeat_interval: 12h
  routes:
  - matchers: [severity=critical]
    group_interval: 5m
    repeat_interval: 30m
  - matchers: [severity=warning]
    repeat_interval: 15m
`;
  expect(found(route)).toMatchObject([
    {
      severity: "warning",
      line: 9,
      message: expect.stringContaining("every 35m, not every 30m"),
      help: expect.stringContaining("`repeat_interval: 29m10s`"),
    },
    { severity: "info", line: 11, message: expect.stringContaining("every 15m10s") },
  ]);
});

test("a little less than a multiple is on time, and so is what is late by less than a hundredth", () => {
  expect(found("  group_interval: 5m\n  repeat_interval: 29m\n")).toEqual([]);
  expect(found("  group_interval: 1m\n  repeat_interval: 12h\n")).toEqual([]);
  expect(found("")).toEqual([]);
});
