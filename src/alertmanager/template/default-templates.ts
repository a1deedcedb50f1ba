import type { AlertmanagerVersion } from "../version.ts";
import { EMAIL_HTML } from "./email-template.ts";

type Definition = readonly [name: string, body: string];

const SUBJECT = '{{ template "__subject" . }}';
const LINK = '{{ template "__alertmanagerURL" . }}';
const PRODUCT = '{{ template "__alertmanager" . }}';
const ANNOTATIONS = '{{ .CommonAnnotations.SortedPairs.Values | join " " }}';

/** One part of a text for the firing or the resolved alerts, if there are some. */
const part = (which: "Firing" | "Resolved", { mark = "", list = "__text_alert_list" } = {}) =>
  `{{ if gt (len .Alerts.${which}) 0 }}\n${mark}Alerts ${which}:\n{{ template "${list}" .Alerts.${which} }}\n{{ end }}`;

const tightPart = (which: "Firing" | "Resolved") =>
  `{{ if gt (len .Alerts.${which}) 0 -}}\nAlerts ${which}:\n{{ template "__text_alert_list" .Alerts.${which} }}\n{{- end }}`;

const BOTH = `\n${part("Firing")}\n${part("Resolved")}\n`;
const TIGHT = `${ANNOTATIONS}\n${tightPart("Firing")}\n${tightPart("Resolved")}\n`;
const MARKDOWN_FORM = { mark: "# ", list: "__text_alert_list_markdown" };
const MARKDOWN = `\n${part("Firing", MARKDOWN_FORM)}\n${part("Resolved", MARKDOWN_FORM)}\n`;

const pairs = (of: "Labels" | "Annotations", indent: string) =>
  `{{ range .${of}.SortedPairs }}${indent}- {{ .Name }} = {{ .Value }}\n{{ end }}`;

const BASIS: readonly Definition[] = [
  ["__alertmanager", "Alertmanager"],
  ["__alertmanagerURL", "{{ .ExternalURL }}/#/alerts?receiver={{ .Receiver | urlquery }}"],
  [
    "__subject",
    '[{{ toUpper .Status }}{{ if eq .Status "firing" }}:{{ len .Alerts.Firing }}{{ end }}] ' +
      '{{ join " " .GroupLabels.SortedPairs.Values }} ' +
      "{{ if gt (len .CommonLabels) (len .GroupLabels) }}(" +
      '{{ with .CommonLabels.Remove .GroupLabels.Names }}{{ join " " .Values }}{{ end }}){{ end }}',
  ],
  ["__description", ""],
  [
    "__text_alert_list",
    `{{ range . }}Labels:\n${pairs("Labels", " ")}Annotations:\n${pairs("Annotations", " ")}` +
      "Source: {{ .GeneratorURL }}\n{{ end }}",
  ],
];

const MARKDOWN_LIST: Definition = [
  "__text_alert_list_markdown",
  `{{ range . }}\nLabels:\n${pairs("Labels", "  ")}\nAnnotations:\n${pairs("Annotations", "  ")}\n` +
    "Source: {{ .GeneratorURL }}\n{{ end }}\n",
];

const CHAT: readonly Definition[] = [
  ["slack.default.title", SUBJECT],
  ["slack.default.username", PRODUCT],
  [
    "slack.default.fallback",
    '{{ template "slack.default.title" . }} | {{ template "slack.default.titlelink" . }}',
  ],
  ["slack.default.callbackid", ""],
  ["slack.default.pretext", ""],
  ["slack.default.titlelink", LINK],
  ["slack.default.iconemoji", ""],
  ["slack.default.iconurl", ""],
  ["slack.default.text", ""],
  ["slack.default.footer", ""],
  ["telegram.default.message", BOTH],
  ["discord.default.title", SUBJECT],
  ["discord.default.message", BOTH],
  ["webex.default.message", ANNOTATIONS + BOTH],
  ["wechat.default.message", `${SUBJECT}\n${TIGHT.trimEnd()}\nAlertmanagerUrl:\n${LINK}`],
  ["wechat.default.to_user", ""],
  ["wechat.default.to_party", ""],
  ["wechat.default.to_tag", ""],
  ["wechat.default.agent_id", ""],
];

const PAGING: readonly Definition[] = [
  ["pagerduty.default.description", SUBJECT],
  ["pagerduty.default.client", PRODUCT],
  ["pagerduty.default.clientURL", LINK],
  ["pagerduty.default.instances", '{{ template "__text_alert_list" . }}'],
  ["opsgenie.default.message", SUBJECT],
  ["opsgenie.default.description", TIGHT.trimEnd()],
  ["opsgenie.default.source", LINK],
  ["victorops.default.state_message", TIGHT.trimEnd()],
  ["victorops.default.entity_display_name", SUBJECT],
  ["victorops.default.monitoring_tool", PRODUCT],
  ["pushover.default.title", SUBJECT],
  ["pushover.default.message", ANNOTATIONS + BOTH],
  ["pushover.default.url", LINK],
  ["sns.default.subject", SUBJECT],
  ["sns.default.message", ANNOTATIONS + BOTH],
];

const PRIORITIES = [
  ["critical", "High", '(eq $severity "critical")'],
  ["warning", "Medium", '(and (eq $severity "warning") (ne $priority "High"))'],
  ["info", "Low", '(and (eq $severity "info") (eq $priority ""))'],
] as const;

const highest = (which: "Firing" | "Resolved") =>
  `{{ range .Alerts.${which} }}{{ $severity := index .Labels "severity" }}` +
  PRIORITIES.map(
    ([, priority, holds], index) =>
      `{{ ${index === 0 ? "if" : "else if"} ${holds} }}{{ $priority = "${priority}" }}`,
  ).join("") +
  "{{ end }}{{ end }}";

const COLOUR = '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}';

/** What came after version 0.25. */
const SINCE: readonly Definition[] = [
  MARKDOWN_LIST,
  ["discord.default.content", ""],
  ["msteams.default.summary", SUBJECT],
  ["msteams.default.title", SUBJECT],
  ["msteams.default.text", MARKDOWN],
  ["msteamsv2.default.title", SUBJECT],
  ["msteamsv2.default.text", MARKDOWN],
  ["jira.default.summary", SUBJECT],
  ["jira.default.description", MARKDOWN],
  [
    "jira.default.priority",
    `{{ $priority := "" }}${highest("Firing")}` +
      `{{ if eq $priority "" }}${highest("Resolved")}{{ end }}{{ $priority }}`,
  ],
  ["rocketchat.default.title", SUBJECT],
  ["rocketchat.default.alias", PRODUCT],
  ["rocketchat.default.titlelink", LINK],
  ["rocketchat.default.emoji", ""],
  ["rocketchat.default.iconurl", ""],
  ["rocketchat.default.text", ""],
  ["slack.default.color", COLOUR],
  ["mattermost.default.username", PRODUCT],
  ["mattermost.default.color", COLOUR],
  ["mattermost.default.title", SUBJECT],
  ["mattermost.default.titlelink", LINK],
  ["mattermost.default.text", MARKDOWN],
  [
    "mattermost.default.fallback",
    '{{ template "mattermost.default.title" . }} | {{ template "mattermost.default.titlelink" . }}',
  ],
];

const EMAIL: readonly Definition[] = [
  ["email.default.subject", SUBJECT],
  ["email.default.html", EMAIL_HTML],
];

const fileOf = (name: string, definitions: readonly Definition[]) => ({
  name,
  text: definitions
    .map(([defined, body]) => `{{ define "${defined}" }}${body}{{ end }}\n`)
    .join(""),
});

const OLD = [...BASIS, ...CHAT, ...PAGING];

/**
 * Definitions that give what those in Alertmanager give, written anew. `default.tmpl` of release 0.25 and of the
 * current line.
 */
export const DEFAULT_TEMPLATES: Readonly<
  Record<AlertmanagerVersion, readonly { readonly name: string; readonly text: string }[]>
> = {
  "0.25": [fileOf("default.tmpl", OLD), fileOf("email.tmpl", EMAIL)],
  current: [fileOf("default.tmpl", [...OLD, ...SINCE]), fileOf("email.tmpl", EMAIL)],
};
