/** What Alertmanager 0.25 posted in a staged outage of a Redis gateway, told as facts. */
const GATEWAY = {
  cluster: "ref",
  instance: "127.0.0.1:28080",
  job: "redis-gateway",
  service: "redis-gateway",
  team: "platform",
};

const perEndpoint = (alertname: string, path: string, method: string) => ({
  ...GATEWAY,
  alertname,
  endpoint: path,
  method,
  severity: "critical",
});

type Observed = { labels: Record<string, string>; fingerprint: string };

/** Label sets with the fingerprints that Alertmanager itself gave them. */
export const OBSERVED = {
  connection: {
    labels: { ...GATEWAY, alertname: "RedisConnectionFailure", severity: "critical" },
    fingerprint: "5855437cb7629a66",
  },
  pool: {
    labels: { ...GATEWAY, alertname: "RedisPoolExhaustion", severity: "warning" },
    fingerprint: "55ddbfd57c63cf49",
  },
  errorsOfGet: {
    labels: perEndpoint("RedisGatewayHighErrorRate", "/v1/get", "GET"),
    fingerprint: "107bb25916d3c671",
  },
  errorsOfSet: {
    labels: perEndpoint("RedisGatewayHighErrorRate", "/v1/set", "PUT"),
    fingerprint: "60e8e6b0f37a4fba",
  },
  burnOfGet: {
    labels: {
      ...perEndpoint("RedisGatewaySLOBurnRateHigh", "/v1/get", "GET"),
      slo: "availability",
    },
    fingerprint: "0f808a410c769065",
  },
  burnOfSet: {
    labels: {
      ...perEndpoint("RedisGatewaySLOBurnRateHigh", "/v1/set", "PUT"),
      slo: "availability",
    },
    fingerprint: "c37b41ca16546d20",
  },
  memory: {
    labels: {
      alertname: "RedisInstanceHighMemoryUsage",
      cluster: "ref",
      instance: "127.0.0.1:29121",
      job: "redis-instance",
      namespace: "tenant-a",
      service: "redis",
      severity: "warning",
      team: "platform",
    },
    fingerprint: "038f2db89ee51c42",
  },
} satisfies Record<string, Observed>;

type Told = {
  alert: Observed;
  /** As on the wire: Go cuts trailing zeros of the fraction. */
  startsAt: string;
  endsAt?: string;
  annotations?: Record<string, string>;
};

/** A notification with the fields, and the order of fields, of Alertmanager 0.25. */
export const notification = (
  told: readonly Told[],
  around: { receiver: string; groupKey: string; groupLabels: Record<string, string> },
) => ({
  receiver: around.receiver,
  status: told.some(({ endsAt }) => endsAt === undefined) ? "firing" : "resolved",
  alerts: told.map(({ alert, startsAt, endsAt, annotations }) => ({
    status: endsAt === undefined ? "firing" : "resolved",
    labels: alert.labels,
    annotations: annotations ?? {},
    startsAt,
    endsAt: endsAt ?? "0001-01-01T00:00:00Z",
    generatorURL: "http://prometheus:9090/graph?g0.expr=up&g0.tab=1",
    fingerprint: alert.fingerprint,
  })),
  groupLabels: around.groupLabels,
  commonLabels: {},
  commonAnnotations: {},
  externalURL: "http://alertmanager:9093",
  version: "4",
  groupKey: around.groupKey,
  truncatedAlerts: 0,
});

/** The route of the critical receiver, and the one beside it that gets everything of the service. */
export const CRITICAL_ROUTE = {
  receiver: "critical",
  groupKey:
    '{}/{severity="critical"}:{alertname="RedisConnectionFailure", cluster="ref", service="redis-gateway"}',
  groupLabels: {
    alertname: "RedisConnectionFailure",
    cluster: "ref",
    service: "redis-gateway",
  },
};
export const SERVICE_ROUTE = {
  receiver: "audit",
  groupKey: '{}/{service=~"redis.*"}:{service="redis-gateway"}',
  groupLabels: { service: "redis-gateway" },
};
