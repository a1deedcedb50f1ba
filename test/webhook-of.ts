import { type Webhook, webhookSchema } from "../src/alertmanager/webhook.ts";
import { type Instant, toIso } from "../src/lib/clock.ts";

export type AlertOf = {
  name: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  startsAt: Instant;
  endsAt?: Instant;
};

export const GATEWAY_LABELS = {
  cluster: "eu1",
  namespace: "redis",
  service: "gateway",
  severity: "critical",
};

/** A notification as Alertmanager would post it. */
export const webhookOf = (
  alerts: readonly AlertOf[],
  around: { groupKey?: string; receiver?: string } = {},
): Webhook =>
  webhookSchema.parse({
    version: "4",
    groupKey: around.groupKey ?? '{}:{service="gateway"}',
    receiver: around.receiver ?? "tocsin",
    status: alerts.some(({ endsAt }) => endsAt === undefined) ? "firing" : "resolved",
    groupLabels: { service: "gateway" },
    externalURL: "http://alertmanager",
    truncatedAlerts: 0,
    alerts: alerts.map(({ name, labels, annotations, startsAt, endsAt }) => ({
      status: endsAt === undefined ? "firing" : "resolved",
      labels: { ...GATEWAY_LABELS, alertname: name, ...labels },
      annotations: { summary: `${name} happens`, ...annotations },
      startsAt: toIso(startsAt),
      endsAt: endsAt === undefined ? "0001-01-01T00:00:00Z" : toIso(endsAt),
      generatorURL: "",
    })),
  });
