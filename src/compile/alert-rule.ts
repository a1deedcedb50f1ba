import type { Alert } from "../model/alert.ts";
import { DIRECT } from "../model/label.ts";
import type { Service } from "../model/service.ts";
import type { System } from "../model/system.ts";
import { burnAlert } from "../slo/burn-alert.ts";
import { annotationTemplate } from "./annotation-template.ts";

/** One rule of a Prometheus rule file. */
export type AlertRule = {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
};

/** Alerts as declared, then those that objectives bring. */
export const alertsOf = (service: Service): Alert[] => [
  ...service.alerts,
  ...service.objectives.map(burnAlert),
];

/** Path of an alert's runbook inside the build's output. */
export const runbookPage = (alertname: string): string => `runbooks/${alertname}.md`;

const runbookUrl = (system: System, alertname: string): string =>
  `${system.runbookBaseUrl.replace(/\/+$/, "")}/${alertname}.md`;

/**
 * The labels by which alerts are grouped are written here rather than taken from the result, so that
 * all alerts of a service group alike, those of `absent()` among them.
 */
export const alertRule = (system: System, service: Service, alert: Alert): AlertRule => ({
  alert: alert.name,
  expr: alert.when,
  ...(alert.for === undefined ? {} : { for: alert.for }),
  labels: {
    severity: alert.severity,
    service: service.name,
    team: service.team,
    namespace: service.namespace,
    ...alert.labels,
  },
  annotations: {
    summary: annotationTemplate(alert.summary),
    description: annotationTemplate(alert.description),
    runbook_url: runbookUrl(system, alert.name),
  },
});

/** For the dead-man's switch, which must hear of Prometheus as soon as it runs. */
export const watchdogRule = (system: System): AlertRule => ({
  alert: system.watchdog.alertname,
  expr: "vector(1)",
  labels: {
    severity: "info",
    service: "tocsin",
    team: system.defaultTeam,
    namespace: system.kubernetes.namespace,
  },
  annotations: {
    summary: "Prometheus and Alertmanager are alive",
    description:
      "This alert always fires. When it stops, Prometheus, Alertmanager or the way between them is broken, and no other alert can be trusted.",
    runbook_url: runbookUrl(system, system.watchdog.alertname),
  },
});

const WITHOUT_TOCSIN = `sum by (alert, service, namespace) (
  label_replace(
    ALERTS{alertstate="firing", severity="critical", delivery!="${DIRECT}"},
    "alert", "$1", "alertname", "(.+)"
  )
)
unless on ()
  (max(tocsin_accepting) == 1)`;

/**
 * Service and namespace are those of the alert that fires, so they are not set here. A Tocsin that is
 * not scraped leaves no `tocsin_accepting`, which counts as one that takes nothing.
 */
export const directRule = (system: System): AlertRule => ({
  alert: system.direct.alertname,
  expr: WITHOUT_TOCSIN,
  for: system.direct.for,
  labels: { severity: "critical", delivery: DIRECT, team: system.defaultTeam },
  annotations: {
    summary: "{{ $labels.alert }} fires and Tocsin is not taking alerts",
    description:
      "{{ $labels.alert }} of service {{ $labels.service }} fires ({{ $value }} series) while no Tocsin takes alerts, so Tocsin pages nobody for it. This message comes straight from Alertmanager.",
    runbook_url: runbookUrl(system, system.direct.alertname),
  },
});
