import { durationMs, formatDuration } from "../lib/duration.ts";
import { toYaml } from "../lib/yaml.ts";
import { type Direct, settledWatchdogName } from "../model/delivery.ts";
import { DIRECT } from "../model/label.ts";
import type { System } from "../model/system.ts";
import { generatedFrom } from "./generated.ts";

const TOCSIN = "tocsin";
const DIRECTLY = "direct";
const DEAD_MANS_SWITCH = "dead-mans-switch";

/**
 * Alertmanager repeats at the first tick of `group_interval` that is strictly later than the last
 * message plus `repeat_interval`, and it notes the time of a message only after sending it. Equal
 * multiples therefore wait one tick too many; a sixth of a tick less makes room for the sending.
 */
export const repeatInterval = (about: string, groupInterval: string): string => {
  const tickMs = durationMs(groupInterval);
  const ticks = Math.max(1, Math.round(durationMs(about) / tickMs));
  return formatDuration(ticks * tickMs - tickMs / 6);
};

const routes = (system: System) => {
  const { groupWait, groupInterval, repeatEvery, watchdogEvery, directRepeatEvery } =
    system.alertmanager;
  const watchdog = (alertname: string) => ({
    matchers: [`alertname="${alertname}"`],
    group_by: ["..."],
    group_wait: "0s",
    group_interval: watchdogEvery,
    repeat_interval: repeatInterval(watchdogEvery, watchdogEvery),
  });
  return {
    receiver: TOCSIN,
    group_by: system.groupBy,
    group_wait: groupWait,
    group_interval: groupInterval,
    repeat_interval: repeatInterval(repeatEvery, groupInterval),
    routes: [
      {
        receiver: DIRECTLY,
        matchers: [`delivery="${DIRECT}"`],
        group_by: ["alertname", "service"],
        group_wait: groupWait,
        group_interval: groupInterval,
        repeat_interval: repeatInterval(directRepeatEvery, groupInterval),
      },
      { receiver: DEAD_MANS_SWITCH, ...watchdog(system.watchdog.alertname) },
      { receiver: TOCSIN, ...watchdog(settledWatchdogName(system.watchdog)) },
    ],
  };
};

/** Only what a group has as a whole, or what is ranged over: both exist for one alert and for many. */
const DIRECT_SUBJECT =
  "[{{ .Status | toUpper }}] {{ .CommonLabels.service }}: {{ .Alerts | len }} critical {{ if eq (len .Alerts) 1 }}alert{{ else }}alerts{{ end }} without Tocsin";

const directText = (
  system: System,
): string => `{{ if eq .Status "firing" }}Tocsin is not taking alerts, so Alertmanager sends this itself.
Tocsin pages nobody for what follows.{{ else }}This is over: the alerts have ended, or Tocsin takes them again.{{ end }}
{{ range .Alerts }}
{{ .Status | toUpper }}  {{ .Labels.alert }}
  {{ .Annotations.summary }}
  {{ .Annotations.description }}
  since    {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 MST" }}
  runbook  {{ .Annotations.runbook_url }}
  query    {{ .GeneratorURL }}
{{ end }}
Tocsin: ${system.tocsin.externalUrl}
Alertmanager: {{ .ExternalURL }}
`;

const emailConfig = (email: NonNullable<Direct["email"]>, text: string) => ({
  to: email.to,
  from: email.from,
  smarthost: email.smarthost,
  require_tls: email.requireTls,
  ...(email.username === undefined ? {} : { auth_username: email.username }),
  ...(email.passwordFile === undefined ? {} : { auth_password_file: email.passwordFile }),
  send_resolved: true,
  headers: { Subject: DIRECT_SUBJECT },
  html: "",
  text,
});

const directReceiver = (system: System) => {
  const { email, pagerduty } = system.direct;
  return {
    name: DIRECTLY,
    ...(email === undefined ? {} : { email_configs: [emailConfig(email, directText(system))] }),
    ...(pagerduty === undefined
      ? {}
      : {
          pagerduty_configs: [
            {
              routing_key_file: pagerduty.routingKeyFile,
              send_resolved: true,
              severity: "critical",
              description: DIRECT_SUBJECT,
            },
          ],
        }),
  };
};

const receivers = (system: System) => [
  {
    name: TOCSIN,
    webhook_configs: [
      {
        url: `${system.tocsin.url.replace(/\/+$/, "")}/webhooks/alertmanager`,
        send_resolved: true,
        max_alerts: system.tocsin.maxAlerts,
        http_config: {
          authorization: { type: "Bearer", credentials_file: system.tocsin.tokenFile },
        },
      },
    ],
  },
  directReceiver(system),
  {
    name: DEAD_MANS_SWITCH,
    webhook_configs: [{ url: system.deadMansSwitch.url, send_resolved: false }],
  },
];

/** The configuration of Alertmanager: 0.25 and later read it. */
export const alertmanagerYaml = (system: System): string =>
  toYaml({ route: routes(system), receivers: receivers(system) }, generatedFrom(system));
