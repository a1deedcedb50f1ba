import { expect, test } from "vitest";
import { parseYaml } from "../../lib/located-yaml.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { defaultTemplatesOf, INTEGRATION_TYPES } from "./integrations/integration-types.ts";
import { readAlertmanagerConfig } from "./read-alertmanager-config.ts";

const problems = (receiver: string, version: AlertmanagerVersion = "current", global = "{}") => {
  const text = `global: ${global}\nroute: { receiver: a }\nreceivers: [{ name: a, ${receiver} }]\n`;
  const [document] = parseYaml(text, "alertmanager.yml").documents;
  if (document === undefined) throw new Error("no document");
  return readAlertmanagerConfig(document, version).problems.map(({ message }) => message);
};

test.each([
  ["pagerduty_configs: [{ }]", "missing service or routing key in PagerDuty config"],
  [
    "pagerduty_configs: [{ routing_key: a, routing_key_file: b }]",
    "at most one of routing_key & routing_key_file must be configured",
  ],
  ["opsgenie_configs: [{ api_key: k, responders: [{ type: team }] }]", "at least one of id"],
  ["opsgenie_configs: [{ api_key: k, responders: [{ id: x, type: boss }] }]", '"boss" is none of'],
  ["opsgenie_configs: [{ }]", "no global OpsGenie API Key set"],
  ["victorops_configs: [{ api_key: k }]", "missing Routing key in VictorOps config"],
  [
    "victorops_configs: [{ api_key: k, routing_key: r, custom_fields: { entity_id: x } }]",
    "the custom field entity_id conflicts",
  ],
  ["pushover_configs: [{ token: t }]", "one of user_key or user_key_file"],
  ["webhook_configs: [{ }]", "one of url or url_file must be configured"],
  ["webhook_configs: [{ url: 'ftp://a' }]", "does not begin with http"],
  ["webhook_configs: [{ url: 'http://a', max_alerts: -1 }]", "max_alerts is below zero"],
  ["webhook_configs: [{ url: 'http://a', timeout: 1d }]", "which is no duration"],
  ["incidentio_configs: [{ url: 'https://a', http_config: {} }]", "at least one of alert_source"],
  ["jira_configs: [{ api_url: 'https://a', project: p }]", "missing issue_type in jira_config"],
  ["email_configs: [{ smarthost: 'a:25', from: f }]", "missing to address in email config"],
  ["email_configs: [{ to: t, from: f }]", "no global SMTP smarthost set"],
  ["email_configs: [{ to: t, smarthost: 'a:25' }]", "no global SMTP from set"],
  ["email_configs: [{ to: t, from: f, smarthost: 'a' }]", "not of the form host:port"],
  [
    "email_configs: [{ to: t, from: f, smarthost: 'a:25', headers: { x-a: 1, X-A: 2 } }]",
    'duplicate header "X-A" in email config',
  ],
  ["slack_configs: [{ }]", "no Slack API URL nor App token set"],
  ["slack_configs: [{ api_url: 'https://a', fields: [{ title: t }] }]", "missing value in Slack"],
  ["slack_configs: [{ api_url: 'https://a', actions: [{ type: b, text: t }] }]", "missing name or"],
  ["slack_configs: [{ api_url: 'https://a', send_resolved: 'yes' }]", "has to be true or false"],
  ["wechat_configs: [{ api_secret: s, corp_id: c, message_type: x }]", "message type is not valid"],
  ["telegram_configs: [{ bot_token: t }]", "missing chat_id"],
  ["telegram_configs: [{ bot_token: t, chat_id: a }]", "has to be a whole number"],
  ["telegram_configs: [{ bot_token: t, chat_id: 1, parse_mode: x }]", "unknown parse_mode"],
  ["webex_configs: [{ room_id: r }]", "missing webex_configs.http_config.authorization"],
  ["discord_configs: [{ }]", "one of webhook_url or webhook_url_file"],
  ["msteamsv2_configs: [{ }]", "one of webhook_url or webhook_url_file"],
  ["rocketchat_configs: [{ token: t }]", "no global Rocketchat TokenID set"],
  ["mattermost_configs: [{ }]", "missing webhook_url or webhook_url_file"],
  ["sns_configs: [{ topic_arn: a, phone_number: b }]", "must provide either a Target ARN"],
  ["sns_configs: [{ topic_arn: a, sigv4: { access_key: k } }]", "AWS SigV4 Access key"],
  ["webhook_configs: [ ]\n, slack_configs: [ ~ ]", "missing slack config"],
  [
    "webhook_configs: [{ url: 'http://a', http_config: { bearer_token: t, basic_auth: {} } }]",
    "basic_auth is not compatible with bearer_token",
  ],
  [
    "webhook_configs: [{ url: 'http://a', http_config: { authorization: { type: Basic } } }]",
    'cannot be set to "basic"',
  ],
  [
    "webhook_configs: [{ url: 'http://a', http_config: { tls_config: { min_version: TLS9 } } }]",
    "which is no version of TLS",
  ],
])("%s is refused: %s", (receiver, message) => {
  expect(problems(receiver).filter((found) => found.includes(message))).toHaveLength(1);
});

test("what global says need not be said again", () => {
  expect(
    problems("email_configs: [{ to: t }]", "0.25", "{ smtp_from: f, smtp_smarthost: 'a:25' }"),
  ).toEqual([]);
  expect(problems("slack_configs: [{ }]", "0.25", "{ slack_api_url: 'https://a' }")).toEqual([]);
  expect(problems("slack_configs: [{ }]", "current", "{ slack_app_token: t }")).toEqual([]);
});

test("a secret is not repeated in a message", () => {
  expect(problems("slack_configs: [{ api_url: 'secret-token' }]").join()).not.toContain(
    "secret-token",
  );
});

test("0.25 does not know the files and fields that came later", () => {
  expect(problems("pushover_configs: [{ user_key_file: f, token: t }]", "0.25")).toEqual([
    "pushover_config has no field user_key_file in Alertmanager 0.25",
    "missing user key in Pushover config",
  ]);
});

test("default templates are those of the version", () => {
  expect(defaultTemplatesOf("slack", "0.25")["title"]).toBe(
    '{{ template "slack.default.title" . }}',
  );
  expect(defaultTemplatesOf("slack", "current")["color"]).toBe(
    '{{ template "slack.default.color" . }}',
  );
  expect(defaultTemplatesOf("webhook", "current")).toEqual({});
  expect(new Set(INTEGRATION_TYPES.map(({ kind }) => kind)).size).toBe(INTEGRATION_TYPES.length);
});
