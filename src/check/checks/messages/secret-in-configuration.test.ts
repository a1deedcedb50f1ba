import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { secretInConfiguration } from "./secret-in-configuration.ts";

const config = (integrations: string, top = "") => `${top}route: {receiver: team}
receivers:
- name: team
${integrations}`;

const found = (integrations: string, top = "", settings = {}) =>
  foundBy(secretInConfiguration, { "alertmanager.yml": config(integrations, top) }, settings);

const HOOK = "https://hooks.slack.com/services/YOUR/SLACK/HOOK";

test("the address of a Slack webhook is one, in global and in a receiver, placeholders too", () => {
  const findings = found(
    `  slack_configs: [{api_url: '${HOOK}'}]\n`,
    `global: {slack_api_url: '${HOOK}'}\n`,
  );
  expect(findings).toMatchObject([
    { severity: "warning", line: 1, column: 26, subject: "alertmanager.yml" },
    { severity: "warning", line: 5, column: 30, subject: "team" },
  ]);
  expect(findings[0]?.help).toContain("slack_api_url_file");
  expect(findings[1]?.help).toContain("global.slack_api_url says the same");
});

test("what it found is never repeated", () => {
  expect(JSON.stringify(found(`  slack_configs: [{api_url: '${HOOK}'}]\n`))).not.toContain("HOOK");
});

test.each([
  ["  pagerduty_configs: [{routing_key: YOUR_KEY}]", "routing_key_file"],
  ["  pagerduty_configs: [{service_key: abc}]", "service_key_file"],
  ["  telegram_configs: [{bot_token: 'a:b', chat_id: 1}]", "bot_token_file"],
  ["  webhook_configs: [{url: 'https://me:pass@example.com/'}]", "url_file"],
  ["  webhook_configs: [{url: 'https://example.com/?token=abc'}]", "url_file"],
  [
    "  webhook_configs: [{url: 'https://example.com/', http_config: {basic_auth: {username: a, password: b}}}]",
    "password_file",
  ],
  [
    "  webhook_configs: [{url: 'https://example.com/', http_config: {authorization: {credentials: b}}}]",
    "credentials_file",
  ],
])("%s should be in a file", (integrations, file) => {
  const [finding, ...others] = found(`${integrations}\n`);
  expect(others).toEqual([]);
  expect(finding?.help).toContain(file);
});

test("no file is proposed that the version does not have", () => {
  const telegram = "  telegram_configs: [{bot_token: 'a:b', chat_id: 1}]\n";
  const [finding] = found(telegram, "", { alertmanagerVersion: "0.25" });
  expect(finding?.help).toContain("no file");
});

test.each([
  "  slack_configs: [{api_url_file: /etc/url}]",
  "  pagerduty_configs: [{service_key: $(PAGERDUTY_KEY)}]",
  "  slack_configs: [{api_url: 'https://slack.com/api/chat.postMessage', http_config: {authorization: {credentials_file: /etc/token}}}]",
  "  pagerduty_configs: [{routing_key: '{{ .CommonLabels.team }}'}]",
  "  pagerduty_configs: [{routing_key: $PAGERDUTY_KEY, url: 'https://events.pagerduty.com/v2/enqueue', details: {key: value}}]",
  "  victorops_configs: [{api_key_file: /etc/key, routing_key: team}]",
  "  webhook_configs: [{url: 'http://tocsin:9095/webhooks/alertmanager'}]",
])("%s is let be", (integrations) => {
  expect(found(`${integrations}\n`)).toEqual([]);
});

test("a Secret in a file is as open as any file", () => {
  const secret = `apiVersion: v1
kind: Secret
metadata: {name: alertmanager-main}
stringData:
  alertmanager.yaml: |
${config("  pagerduty_configs: [{routing_key: YOUR_KEY}]\n").replaceAll(/^/gm, "    ")}
`;
  const [finding] = foundBy(secretInConfiguration, { "secret.yml": secret });
  expect(finding).toMatchObject({ line: 9, message: expect.stringContaining("not encrypted") });
});
