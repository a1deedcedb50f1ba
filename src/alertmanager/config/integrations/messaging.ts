import { fieldOf } from "../../../lib/yaml-value.ts";
import { hasAuthorization, TLS_CONFIG } from "../http-config.ts";
import { atMostOneOf, has, needsOneOf, needsOneOfOrGlobal, oneOfValues, textOf } from "../rules.ts";
import type { Rule } from "../schema.ts";
import {
  defaultTemplates,
  HTTP,
  type IntegrationType,
  integrationType,
} from "./integration-type.ts";

/** A header's name as Go writes it (net/textproto), by which Alertmanager compares them. */
const canonicalHeader = (name: string): string =>
  /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)
    ? name.toLowerCase().replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())
    : name;

const headersRule: Rule = ({ map }) => {
  const headers = fieldOf(map, "headers");
  if (headers?.kind !== "map") return undefined;
  const seen = new Set<string>();
  for (const { key } of headers.entries) {
    const name = canonicalHeader(key.text);
    if (seen.has(name)) {
      return {
        message: `duplicate header "${name}" in email config`,
        mend: "keep one of them",
        field: "headers",
      };
    }
    seen.add(name);
  }
  return undefined;
};

const threadingRule: Rule = ({ map }) => {
  const threading = fieldOf(map, "threading");
  if (threading?.kind !== "map" || textOf({ map: threading }, "enabled") !== "true") {
    return undefined;
  }
  if (["none", "daily"].includes(textOf({ map: threading }, "thread_by_date"))) return undefined;
  return {
    message: "threading.thread_by_date must be either 'none' or 'daily'",
    mend: "set it to none or daily",
    field: "threading",
  };
};

/** The sender of mails, and where `global` has it. */
const SENDER = { from: "smtp_from" };

const EMAIL = integrationType({
  kind: "email",
  sendResolved: false,
  globalTemplates: SENDER,
  defaults: {
    html: '{{ template "email.default.html" . }}',
    "headers.Subject": '{{ template "email.default.subject" . }}',
  },
  config: {
    fields: {
      to: "template",
      from: "template",
      hello: "text",
      smarthost: "host-port",
      auth_username: "text",
      auth_password: "text",
      auth_password_file: "text",
      auth_secret: "text",
      auth_identity: "text",
      headers: { values: "template" },
      html: "html",
      text: "template",
      require_tls: "bool",
      tls_config: { object: TLS_CONFIG },
    },
    later: {
      auth_secret_file: "text",
      force_implicit_tls: "bool",
      threading: {
        object: { what: "threading", fields: { enabled: "bool", thread_by_date: "text" } },
      },
    },
    rules: [
      needsOneOf(["to"], "missing to address in email config"),
      headersRule,
      threadingRule,
      needsOneOfOrGlobal(["smarthost"], ["smtp_smarthost"], "no global SMTP smarthost set"),
      needsOneOfOrGlobal(Object.keys(SENDER), Object.values(SENDER), "no global SMTP from set"),
    ],
  },
});

const BOT_URL = "https://slack.com/api/chat.postMessage";

const botOnly =
  (field: string): Rule =>
  (settings) =>
    textOf(settings, field) === "true" && textOf(settings, "api_url") !== BOT_URL
      ? {
          message: `${field} can only be used with bot tokens`,
          mend: `set api_url to ${BOT_URL}`,
          field,
        }
      : undefined;

const slackField: Rule = (settings) => {
  const missing = ["title", "value"].find((field) => !has(settings, field));
  if (missing === undefined) return undefined;
  return { message: `missing ${missing} in Slack field configuration`, mend: `set ${missing}` };
};

const slackAction: Rule = (settings) => {
  const missing = ["type", "text"].find((field) => !has(settings, field));
  if (missing !== undefined) {
    return { message: `missing ${missing} in Slack action configuration`, mend: `set ${missing}` };
  }
  if (has(settings, "url") || has(settings, "name")) return undefined;
  return { message: "missing name or url in Slack action configuration", mend: "set name or url" };
};

const SLACK = integrationType({
  kind: "slack",
  sendResolved: false,
  defaults: {
    color: '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}',
    ...defaultTemplates("slack", {
      username: "username",
      title: "title",
      title_link: "titlelink",
      icon_emoji: "iconemoji",
      icon_url: "iconurl",
      pretext: "pretext",
      text: "text",
      fallback: "fallback",
      callback_id: "callbackid",
      footer: "footer",
    }),
  },
  laterDefaults: { color: '{{ template "slack.default.color" . }}' },
  config: {
    fields: {
      ...HTTP,
      api_url: "secret-url",
      api_url_file: "text",
      channel: "template",
      username: "template",
      color: "template",
      title: "template",
      title_link: "template",
      pretext: "template",
      text: "template",
      fields: {
        list: {
          object: {
            what: "slack field",
            fields: { title: "template", value: "template", short: "bool" },
            rules: [slackField],
          },
        },
      },
      short_fields: "bool",
      footer: "template",
      fallback: "template",
      callback_id: "template",
      icon_emoji: "template",
      icon_url: "template",
      image_url: "template",
      thumb_url: "template",
      link_names: "bool",
      mrkdwn_in: { list: "text" },
      actions: {
        list: {
          object: {
            what: "slack action",
            fields: {
              type: "template",
              text: "template",
              url: "template",
              style: "template",
              name: "template",
              value: "template",
              confirm: {
                object: {
                  what: "slack confirmation",
                  fields: {
                    text: "template",
                    title: "template",
                    ok_text: "template",
                    dismiss_text: "template",
                  },
                  rules: [needsOneOf(["text"], "missing text in Slack confirmation configuration")],
                },
              },
            },
            rules: [slackAction],
          },
        },
      },
    },
    later: {
      app_token: "text",
      app_token_file: "text",
      app_url: "url",
      message_text: "template",
      update_message: "bool",
      post_updates_to_thread: "bool",
      timeout: "go-duration",
    },
    rules: [atMostOneOf("api_url", "api_url_file")],
    formerRules: [
      needsOneOfOrGlobal(
        ["api_url", "api_url_file"],
        ["slack_api_url", "slack_api_url_file"],
        "no global Slack API URL set either inline or in a file",
      ),
    ],
    laterRules: [
      atMostOneOf("app_token", "app_token_file"),
      atMostOneOf("api_url", "app_token"),
      botOnly("update_message"),
      botOnly("post_updates_to_thread"),
      needsOneOfOrGlobal(
        ["api_url", "api_url_file", "app_token", "app_token_file"],
        ["slack_api_url", "slack_api_url_file", "slack_app_token", "slack_app_token_file"],
        "no Slack API URL nor App token set either inline or in a file",
      ),
    ],
  },
});

const WECHAT = integrationType({
  kind: "wechat",
  sendResolved: false,
  defaults: defaultTemplates("wechat", {
    message: "message",
    to_user: "to_user",
    to_party: "to_party",
    to_tag: "to_tag",
    agent_id: "agent_id",
  }),
  config: {
    fields: {
      ...HTTP,
      api_secret: "template",
      corp_id: "template",
      message: "template",
      api_url: "url",
      to_user: "template",
      to_party: "template",
      to_tag: "template",
      agent_id: "template",
      message_type: "text",
    },
    later: { api_secret_file: "text" },
    rules: [
      oneOfValues("message_type", ["text", "markdown"], "weChat message type is not valid"),
      needsOneOfOrGlobal(["corp_id"], ["wechat_api_corp_id"], "no global Wechat CorpID set"),
    ],
    formerRules: [
      needsOneOfOrGlobal(["api_secret"], ["wechat_api_secret"], "no global Wechat ApiSecret set"),
    ],
    laterRules: [
      atMostOneOf("api_secret", "api_secret_file"),
      needsOneOfOrGlobal(
        ["api_secret", "api_secret_file"],
        ["wechat_api_secret", "wechat_api_secret_file"],
        "no global Wechat Api Secret set either inline or in a file",
      ),
    ],
  },
});

const chatRule: Rule = (settings) =>
  /^[-+]?0*$/.test(textOf(settings, "chat_id")) && !has(settings, "chat_id_file")
    ? { message: "missing chat_id on telegram_config", mend: "set chat_id" }
    : undefined;

const TELEGRAM = integrationType({
  kind: "telegram",
  sendResolved: true,
  defaults: defaultTemplates("telegram", { message: "message" }),
  config: {
    fields: {
      ...HTTP,
      api_url: "url",
      bot_token: "text",
      chat_id: "integer",
      message: "template",
      disable_notifications: "bool",
      parse_mode: "text",
    },
    later: {
      bot_token_file: "text",
      chat_id_file: "text",
      message_thread_id: "integer",
      timeout: "go-duration",
    },
    rules: [
      chatRule,
      oneOfValues(
        "parse_mode",
        ["Markdown", "MarkdownV2", "HTML"],
        "unknown parse_mode on telegram_config",
      ),
    ],
    formerRules: [needsOneOf(["bot_token"], "missing bot_token on telegram_config")],
    laterRules: [
      atMostOneOf("bot_token", "bot_token_file"),
      atMostOneOf("chat_id", "chat_id_file"),
      needsOneOfOrGlobal(
        ["bot_token", "bot_token_file"],
        ["telegram_bot_token", "telegram_bot_token_file"],
        "missing bot_token or bot_token_file on telegram_config",
      ),
    ],
  },
});

/** Integrations that leave messages for many to read. */
export const MESSAGING_INTEGRATIONS: readonly IntegrationType[] = [
  SLACK,
  EMAIL,
  WECHAT,
  TELEGRAM,
  integrationType({
    kind: "webex",
    sendResolved: true,
    defaults: defaultTemplates("webex", { message: "message" }),
    config: {
      fields: { ...HTTP, api_url: "url", message: "template", room_id: "text" },
      later: { room_id: "template" },
      rules: [
        needsOneOf(["room_id"], "missing room_id on webex_config"),
        (settings) =>
          hasAuthorization(settings)
            ? undefined
            : {
                message: "missing webex_configs.http_config.authorization",
                mend: "set http_config.authorization.credentials",
              },
      ],
    },
  }),
];
