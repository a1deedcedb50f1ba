import { toIso } from "../../src/lib/clock.ts";

export type BenchAlert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  generatorURL: string;
};

/** Alerts as an ordinary rule would make them: ten labels, two annotations. */
export const alertsOf = (
  group: string,
  { count, severity, now }: { count: number; severity: string; now: number },
): BenchAlert[] =>
  Array.from({ length: count }, (_, index) => ({
    labels: {
      alertname: "RequestsFail",
      cluster: "north",
      container: "gateway",
      endpoint: "metrics",
      group,
      instance: `10.0.${Math.floor(index / 250)}.${index % 250}:8080`,
      job: "gateway",
      namespace: "shop",
      pod: `gateway-${group}-${index}`,
      severity,
    },
    annotations: {
      summary: `bench ${group}: requests to the gateway fail`,
      description: "More than one request in twenty has failed for five minutes.",
    },
    startsAt: toIso(now),
    generatorURL: "http://prometheus.example.com/graph?g0.expr=failures",
  }));

/** What Alertmanager's webhook notifier would post for them. */
export const webhookBody = (group: string, alerts: readonly BenchAlert[]): string =>
  JSON.stringify({
    version: "4",
    groupKey: `{}:{group="${group}"}`,
    status: "firing",
    receiver: "tocsin",
    groupLabels: { group },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "http://alertmanager.example.com",
    truncatedAlerts: 0,
    alerts: alerts.map((alert) => ({
      ...alert,
      status: "firing",
      endsAt: "0001-01-01T00:00:00Z",
    })),
  });
