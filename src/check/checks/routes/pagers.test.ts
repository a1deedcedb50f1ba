import { expect, test } from "vitest";
import { readEvidence } from "../../evidence/read-evidence.ts";
import { settingsSchema } from "../../settings.ts";
import { isNameOfNothing, isTocsin, receiverWaking } from "./pagers.ts";

const receiver = (integrations: string) => {
  const text = `route: {receiver: a}\nreceivers:\n- name: a\n${integrations}`;
  const [found] = readEvidence([{ path: "alertmanager.yml", text }], "current").alertmanagers;
  const [only] = found?.config.receivers ?? [];
  if (only === undefined) throw new Error("no receiver");
  return only;
};

const waking = (integrations: string, settings = {}) =>
  receiverWaking(receiver(integrations), settingsSchema.parse(settings));

const mailTo = (to: string) =>
  `  email_configs: [{to: '${to}', from: b@example.com, smarthost: 'c:25'}]\n`;
const webhook = (url: string) => `  webhook_configs: [{url: '${url}'}]\n`;

test.each([
  ["  pagerduty_configs: [{routing_key: k}]\n", "wakes"],
  ["  opsgenie_configs: [{api_key: k}]\n", "wakes"],
  [webhook("https://tocsin.example.com/webhooks/alertmanager"), "wakes"],
  [webhook("http://tocsin:9095/team/webhooks/alertmanager?a=b"), "wakes"],
  [webhook("https://example.com/hook"), "unknown"],
  ["  telegram_configs: [{bot_token: t, chat_id: 1}]\n", "unknown"],
  [mailTo("shop@example.com"), "quiet"],
  [mailTo("shop@acme.pagerduty.com"), "unknown"],
  ["  slack_configs: [{channel: '#a', api_url: 'https://example.com/x'}]\n", "quiet"],
  ["", "quiet"],
])("%s", (integrations, expected) => {
  expect(waking(integrations)).toBe(expected);
});

test("what wakes most counts, and the settings count more", () => {
  const both = `${mailTo("a@example.com")}  pagerduty_configs: [{routing_key: k}]\n`;
  expect(waking(both)).toBe("wakes");
  expect(waking(both, { pagers: ["b"] })).toBe("quiet");
  expect(waking(mailTo("a@example.com"), { pagers: ["a"] })).toBe("wakes");
});

test("Tocsin is known by the path of its webhook", () => {
  const [integration] = receiver(
    webhook("https://example.com/webhooks/alertmanagers"),
  ).integrations;
  expect(integration && isTocsin(integration)).toBe(false);
});

test("names of nothing", () => {
  expect(
    ["null", "Blackhole", "dev-null", "/dev/null", "a/b/null"].filter(isNameOfNothing),
  ).toHaveLength(5);
  expect(["nullable", "default", "sinkhole-team"].filter(isNameOfNothing)).toEqual([]);
});
