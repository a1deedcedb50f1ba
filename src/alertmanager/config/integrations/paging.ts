import { fieldOf } from "../../../lib/yaml-value.ts";
import { hasAuthorization } from "../http-config.ts";
import { atMostOneOf, has, needsOneOf, needsOneOfOrGlobal, textOf } from "../rules.ts";
import type { Fields, Rule } from "../schema.ts";
import {
  defaultTemplates,
  HTTP,
  type IntegrationType,
  integrationType,
} from "./integration-type.ts";

const PAGERDUTY = integrationType({
  kind: "pagerduty",
  sendResolved: true,
  defaults: {
    ...defaultTemplates("pagerduty", {
      description: "description",
      client: "client",
      client_url: "clientURL",
    }),
    "details.firing": '{{ template "pagerduty.default.instances" .Alerts.Firing }}',
    "details.resolved": '{{ template "pagerduty.default.instances" .Alerts.Resolved }}',
    "details.num_firing": "{{ .Alerts.Firing | len }}",
    "details.num_resolved": "{{ .Alerts.Resolved | len }}",
  },
  laterDefaults: {
    "details.firing": "{{ .Alerts.Firing | toJson }}",
    "details.resolved": "{{ .Alerts.Resolved | toJson }}",
  },
  config: {
    fields: {
      ...HTTP,
      service_key: "template",
      service_key_file: "text",
      routing_key: "template",
      routing_key_file: "text",
      url: "url",
      client: "template",
      client_url: "template",
      description: "template",
      details: { values: "template" },
      images: {
        list: {
          object: {
            what: "image",
            fields: { src: "template", alt: "template", href: "template" },
          },
        },
      },
      links: { list: { object: { what: "link", fields: { href: "template", text: "template" } } } },
      source: "template",
      severity: "template",
      class: "template",
      component: "template",
      group: "template",
    },
    later: { timeout: "go-duration", details: { values: "templates" } },
    rules: [
      needsOneOf(
        ["routing_key", "service_key", "routing_key_file", "service_key_file"],
        "missing service or routing key in PagerDuty config",
      ),
      atMostOneOf("routing_key", "routing_key_file"),
      atMostOneOf("service_key", "service_key_file"),
    ],
  },
});

const RESPONDER_TYPES = ["team", "teams", "user", "escalation", "schedule"];

const responderRule: Rule = (settings) => {
  if (!["id", "name", "username"].some((field) => has(settings, field))) {
    return {
      message: "an opsgenie responder has to have at least one of id, username or name",
      mend: "set id, username or name",
    };
  }
  const type = textOf(settings, "type");
  if (type.includes("{{") || RESPONDER_TYPES.includes(type.toLowerCase())) return undefined;
  return {
    message: `the opsgenie responder type "${type}" is none of ${RESPONDER_TYPES.join(", ")}`,
    mend: `use one of ${RESPONDER_TYPES.join(", ")}`,
    field: "type",
  };
};

const OPSGENIE = integrationType({
  kind: "opsgenie",
  sendResolved: true,
  defaults: defaultTemplates("opsgenie", {
    message: "message",
    description: "description",
    source: "source",
  }),
  config: {
    fields: {
      ...HTTP,
      api_key: "template",
      api_key_file: "text",
      api_url: "url",
      message: "template",
      description: "template",
      source: "template",
      details: { values: "template" },
      entity: "template",
      responders: {
        list: {
          object: {
            what: "responder",
            fields: { id: "template", name: "template", username: "template", type: "template" },
            rules: [responderRule],
          },
        },
      },
      actions: "template",
      tags: "template",
      note: "template",
      priority: "template",
      update_alerts: "bool",
    },
    rules: [
      atMostOneOf("api_key", "api_key_file"),
      needsOneOfOrGlobal(
        ["api_key", "api_key_file"],
        ["opsgenie_api_key", "opsgenie_api_key_file"],
        "no global OpsGenie API Key set either inline or in a file",
      ),
    ],
  },
});

const VICTOROPS_FIXED = [
  "routing_key",
  "message_type",
  "state_message",
  "entity_display_name",
  "monitoring_tool",
  "entity_id",
  "entity_state",
];

const customFieldsRule: Rule = ({ map }) => {
  const fields = fieldOf(map, "custom_fields");
  if (fields?.kind !== "map") return undefined;
  const taken = fields.entries.find(({ key }) => VICTOROPS_FIXED.includes(key.text));
  if (taken === undefined) return undefined;
  return {
    message: `the custom field ${taken.key.text} conflicts with the one that VictorOps has`,
    mend: "give it another name",
    field: "custom_fields",
  };
};

const VICTOROPS = integrationType({
  kind: "victorops",
  sendResolved: true,
  defaults: {
    message_type: "CRITICAL",
    ...defaultTemplates("victorops", {
      state_message: "state_message",
      entity_display_name: "entity_display_name",
      monitoring_tool: "monitoring_tool",
    }),
  },
  config: {
    fields: {
      ...HTTP,
      api_key: "text",
      api_key_file: "text",
      api_url: "url",
      routing_key: "template",
      message_type: "template",
      state_message: "template",
      entity_display_name: "template",
      monitoring_tool: "template",
      custom_fields: { values: "template" },
    },
    rules: [
      needsOneOf(["routing_key"], "missing Routing key in VictorOps config"),
      atMostOneOf("api_key", "api_key_file"),
      customFieldsRule,
      needsOneOfOrGlobal(
        ["api_key", "api_key_file"],
        ["victorops_api_key", "victorops_api_key_file"],
        "no global VictorOps API Key set",
      ),
    ],
  },
});

const PUSHOVER = integrationType({
  kind: "pushover",
  sendResolved: true,
  defaults: {
    ...defaultTemplates("pushover", { title: "title", message: "message", url: "url" }),
    priority: '{{ if eq .Status "firing" }}2{{ else }}0{{ end }}',
  },
  config: {
    fields: {
      ...HTTP,
      user_key: "template",
      token: "template",
      title: "template",
      message: "template",
      url: "template",
      url_title: "template",
      sound: "template",
      priority: "template",
      retry: "go-duration",
      expire: "go-duration",
      html: "bool",
    },
    later: {
      user_key_file: "text",
      token_file: "text",
      device: "template",
      ttl: "go-duration",
      monospace: "bool",
    },
    formerRules: [
      needsOneOf(["user_key"], "missing user key in Pushover config"),
      needsOneOf(["token"], "missing token in Pushover config"),
    ],
    laterRules: [
      needsOneOf(
        ["user_key", "user_key_file"],
        "one of user_key or user_key_file must be configured",
      ),
      atMostOneOf("user_key", "user_key_file"),
      needsOneOf(["token", "token_file"], "one of token or token_file must be configured"),
      atMostOneOf("token", "token_file"),
      (settings) =>
        textOf(settings, "html") === "true" && textOf(settings, "monospace") === "true"
          ? {
              message: "at most one of monospace & html must be configured",
              mend: "remove one of the two",
              field: "monospace",
            }
          : undefined,
    ],
  },
});

const WEBHOOK = integrationType({
  kind: "webhook",
  sendResolved: true,
  config: {
    fields: { ...HTTP, url: "url", max_alerts: "unsigned" },
    later: { url: "template-url", url_file: "text", timeout: "go-duration", payload: "templates" },
    formerRules: [needsOneOf(["url"], "missing URL in webhook config")],
    laterRules: [
      needsOneOf(["url", "url_file"], "one of url or url_file must be configured"),
      atMostOneOf("url", "url_file"),
    ],
  },
});

const incidentioAuthorization: Rule = (settings) => {
  const token = ["alert_source_token", "alert_source_token_file"].find((field) =>
    has(settings, field),
  );
  const authorized = hasAuthorization(settings);
  if (token !== undefined && authorized) {
    return {
      message: `cannot specify ${token} when using http_config.authorization`,
      mend: "remove one of the two",
      field: token,
    };
  }
  if (token !== undefined || authorized || !has(settings, "http_config")) return undefined;
  return {
    message:
      "at least one of alert_source_token, alert_source_token_file or http_config.authorization must be configured",
    mend: "set alert_source_token",
  };
};

const INCIDENTIO = integrationType({
  kind: "incidentio",
  sendResolved: true,
  isLater: true,
  config: {
    fields: {
      ...HTTP,
      url: "url",
      url_file: "text",
      alert_source_token: "text",
      alert_source_token_file: "text",
      max_alerts: "unsigned",
      timeout: "go-duration",
    },
    rules: [
      needsOneOf(["url", "url_file"], "one of url or url_file must be configured"),
      atMostOneOf("url", "url_file"),
      atMostOneOf("alert_source_token", "alert_source_token_file"),
      incidentioAuthorization,
    ],
  },
});

const JIRA_TEXT = {
  short: "template",
  long: {
    object: { what: "jira field", fields: { template: "template", enable_update: "bool" } },
  },
} satisfies Fields[string];

const JIRA = integrationType({
  kind: "jira",
  sendResolved: true,
  isLater: true,
  defaults: defaultTemplates("jira", {
    summary: "summary",
    description: "description",
    priority: "priority",
  }),
  config: {
    fields: {
      ...HTTP,
      api_url: "url",
      api_type: "text",
      project: "template",
      summary: JIRA_TEXT,
      description: JIRA_TEXT,
      labels: {
        short: { list: "template" },
        long: {
          object: {
            what: "jira labels",
            fields: { values: { list: "template" }, enable_update: "bool" },
          },
        },
      },
      priority: "template",
      issue_type: "template",
      reopen_transition: "text",
      resolve_transition: "text",
      wont_fix_resolution: "text",
      reopen_duration: "duration",
      fields: { values: "templates" },
    },
    rules: [
      needsOneOf(["project"], "missing project in jira_config"),
      needsOneOf(["issue_type"], "missing issue_type in jira_config"),
      needsOneOfOrGlobal(["api_url"], ["jira_api_url"], "no global Jira Cloud URL set"),
    ],
  },
});

/** Integrations that reach people or programs, rather than rooms. */
export const PAGING_INTEGRATIONS: readonly IntegrationType[] = [
  PAGERDUTY,
  OPSGENIE,
  VICTOROPS,
  PUSHOVER,
  WEBHOOK,
  INCIDENTIO,
  JIRA,
];
