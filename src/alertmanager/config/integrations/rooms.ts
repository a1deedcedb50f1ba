import { atMostOneOf, has, needsOneOf, needsOneOfOrGlobal } from "../rules.ts";
import type { Fields, Rule } from "../schema.ts";
import {
  defaultTemplates,
  HTTP,
  type IntegrationType,
  integrationType,
} from "./integration-type.ts";

const WEBHOOK_URL = {
  ...HTTP,
  webhook_url: "secret-url",
  webhook_url_file: "text",
} satisfies Fields;

const WEBHOOK_RULES: readonly Rule[] = [
  needsOneOf(
    ["webhook_url", "webhook_url_file"],
    "one of webhook_url or webhook_url_file must be configured",
  ),
  atMostOneOf("webhook_url", "webhook_url_file"),
];

const DISCORD = integrationType({
  kind: "discord",
  sendResolved: true,
  defaults: defaultTemplates("discord", { title: "title", message: "message" }),
  config: {
    fields: { ...HTTP, webhook_url: "secret-url", title: "template", message: "template" },
    later: {
      webhook_url_file: "text",
      content: "template",
      username: "text",
      avatar_url: "text",
    },
    formerRules: [needsOneOf(["webhook_url"], "no discord webhook URL provided")],
    laterRules: WEBHOOK_RULES,
  },
});

const MSTEAMS = integrationType({
  kind: "msteams",
  sendResolved: true,
  isLater: true,
  defaults: defaultTemplates("msteams", { title: "title", summary: "summary", text: "text" }),
  config: {
    fields: { ...WEBHOOK_URL, title: "template", summary: "template", text: "template" },
    rules: WEBHOOK_RULES,
  },
});

const MSTEAMSV2 = integrationType({
  kind: "msteamsv2",
  sendResolved: true,
  isLater: true,
  defaults: defaultTemplates("msteamsv2", { title: "title", text: "text" }),
  config: {
    fields: { ...WEBHOOK_URL, title: "template", text: "template" },
    rules: WEBHOOK_RULES,
  },
});

const ROCKETCHAT = integrationType({
  kind: "rocketchat",
  sendResolved: false,
  isLater: true,
  defaults: {
    color: '{{ if eq .Status "firing" }}red{{ else }}green{{ end }}',
    ...defaultTemplates("rocketchat", {
      emoji: "emoji",
      icon_url: "iconurl",
      text: "text",
      title: "title",
      title_link: "titlelink",
    }),
  },
  config: {
    fields: {
      ...HTTP,
      api_url: "url",
      token_id: "text",
      token_id_file: "text",
      token: "text",
      token_file: "text",
      channel: "template",
      color: "template",
      title: "template",
      title_link: "template",
      text: "template",
      fields: {
        list: {
          object: {
            what: "rocketchat field",
            fields: { short: "bool", title: "template", value: "template" },
          },
        },
      },
      short_fields: "bool",
      emoji: "template",
      icon_url: "template",
      image_url: "template",
      thumb_url: "template",
      link_names: "bool",
      actions: {
        list: {
          object: {
            what: "rocketchat action",
            // These have no names of their own in YAML, so that Go takes the lower-case ones of the code.
            fields: {
              type: "template",
              text: "template",
              url: "template",
              imageurl: "text",
              iswebview: "bool",
              webviewheightratio: "text",
              msg: "template",
              msginchatwindow: "bool",
              msgprocessingtype: "text",
            },
          },
        },
      },
    },
    rules: [
      atMostOneOf("token", "token_file"),
      atMostOneOf("token_id", "token_id_file"),
      needsOneOfOrGlobal(
        ["token_id", "token_id_file"],
        ["rocketchat_token_id", "rocketchat_token_id_file"],
        "no global Rocketchat TokenID set either inline or in a file",
      ),
      needsOneOfOrGlobal(
        ["token", "token_file"],
        ["rocketchat_token", "rocketchat_token_file"],
        "no global Rocketchat Token set either inline or in a file",
      ),
    ],
  },
});

const mattermostField: Rule = (settings) => {
  const missing = ["title", "value"].find((field) => !has(settings, field));
  if (missing === undefined) return undefined;
  return {
    message: `missing ${missing} in Mattermost field configuration`,
    mend: `set ${missing}`,
  };
};

const MATTERMOST_ATTACHMENT = {
  fallback: "template",
  color: "template",
  pretext: "template",
  text: "template",
  author_name: "template",
  author_link: "template",
  author_icon: "template",
  title: "template",
  title_link: "template",
  fields: {
    list: {
      object: {
        what: "mattermost field",
        fields: { title: "template", value: "template", short: "bool" },
        rules: [mattermostField],
      },
    },
  },
  thumb_url: "template",
  footer: "template",
  footer_icon: "template",
  image_url: "template",
} satisfies Fields;

const MATTERMOST = integrationType({
  kind: "mattermost",
  sendResolved: true,
  isLater: true,
  defaults: defaultTemplates("mattermost", {
    username: "username",
    color: "color",
    text: "text",
    title: "title",
    title_link: "titlelink",
    fallback: "fallback",
  }),
  config: {
    fields: {
      ...WEBHOOK_URL,
      ...MATTERMOST_ATTACHMENT,
      channel: "template",
      username: "template",
      icon_url: "template",
      icon_emoji: "template",
      attachments: {
        list: { object: { what: "mattermost attachment", fields: MATTERMOST_ATTACHMENT } },
      },
      type: "template",
      props: { object: { what: "mattermost props", fields: { card: "template" } } },
      priority: {
        object: {
          what: "mattermost priority",
          fields: {
            priority: "template",
            requested_ack: "bool",
            persistent_notifications: "bool",
          },
        },
      },
    },
    rules: [
      atMostOneOf("webhook_url", "webhook_url_file"),
      needsOneOfOrGlobal(
        ["webhook_url", "webhook_url_file"],
        ["mattermost_webhook_url", "mattermost_webhook_url_file"],
        "missing webhook_url or webhook_url_file on mattermost_config",
      ),
    ],
  },
});

/** Alertmanager's own test: it is passed by one of the three, or by all of them. */
const snsTarget: Rule = (settings) => {
  const missing = ["target_arn", "topic_arn", "phone_number"].filter(
    (field) => !has(settings, field),
  );
  if (missing.length % 2 === 0) return undefined;
  return {
    message: "must provide either a Target ARN, Topic ARN, or Phone Number for SNS config",
    mend: "set exactly one of target_arn, topic_arn and phone_number",
  };
};

const sigv4Keys: Rule = (settings) =>
  has(settings, "access_key") === has(settings, "secret_key")
    ? undefined
    : {
        message: "must provide a AWS SigV4 Access key and Secret Key if credentials are specified",
        mend: "set both access_key and secret_key",
      };

const SNS = integrationType({
  kind: "sns",
  sendResolved: true,
  defaults: defaultTemplates("sns", { subject: "subject", message: "message" }),
  config: {
    fields: {
      ...HTTP,
      api_url: "template",
      sigv4: {
        object: {
          what: "sigv4",
          fields: {
            region: "text",
            access_key: "text",
            secret_key: "text",
            profile: "text",
            role_arn: "text",
          },
          later: { external_id: "text", use_fips_sts_endpoint: "bool", service_name: "text" },
          rules: [sigv4Keys],
        },
      },
      topic_arn: "template",
      phone_number: "template",
      target_arn: "template",
      subject: "template",
      message: "template",
      attributes: { values: "template" },
    },
    later: { use_aws_http_client: "bool" },
    rules: [snsTarget],
  },
});

/** Integrations that post into rooms and topics. */
export const ROOM_INTEGRATIONS: readonly IntegrationType[] = [
  DISCORD,
  MSTEAMS,
  MSTEAMSV2,
  ROCKETCHAT,
  MATTERMOST,
  SNS,
];
