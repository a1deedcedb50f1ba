import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "@prometheus-io/client";

/** The endpoints that count as the service's work: what the objectives are measured on. */
export const ENDPOINTS = [
  { method: "GET", endpoint: "/v1/keys/:key" },
  { method: "PUT", endpoint: "/v1/keys/:key" },
  { method: "DELETE", endpoint: "/v1/keys/:key" },
  { method: "POST", endpoint: "/v1/command" },
] as const;

/** 0.5 s and 1 s are thresholds of objectives and alerts, so each must be a bound of a bucket. */
const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `promtool check metrics` refuses these: gauges that end in `_total`, names that end in a type. */
const MISNAMED_DEFAULTS = [
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total",
  "nodejs_eventloop_utilization_histogram",
  "nodejs_eventloop_utilization_summary",
];

export type PoolUsage = { size: number; active(): number };

export type GatewayMetrics = {
  countConnectionFailure(): void;
  observeRequest(request: {
    method: string;
    endpoint: string;
    status: number;
    seconds: number;
  }): void;
  /** Makes the pool's gauges read from `pool` at each scrape. */
  watchPool(pool: PoolUsage): void;
  contentType: string;
  render(): Promise<string>;
};

const registerRequestMetrics = (registers: Registry[]) => {
  const labelNames = ["method", "endpoint"];
  const requests = new Counter({
    name: "redis_gateway_requests_total",
    help: "Requests answered, whatever the answer.",
    labelNames,
    registers,
  });
  const failed = new Counter({
    name: "redis_gateway_requests_failed_total",
    help: "Requests answered with a status of 500 or above.",
    labelNames,
    registers,
  });
  const duration = new Histogram({
    name: "redis_gateway_request_duration_seconds",
    help: "Time from the arrival of a request to its answer.",
    labelNames,
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  });
  // A counter that is born at its first failure shows no increase, so every series starts at 0.
  for (const labels of ENDPOINTS) {
    requests.inc(labels, 0);
    failed.inc(labels, 0);
    duration.zero(labels);
  }
  return { requests, failed, duration };
};

const registerPoolGauges = (pool: PoolUsage, registers: Registry[]) => {
  new Gauge({
    name: "redis_gateway_redis_pool_active",
    help: "Connections to Redis in use by a request.",
    registers,
    collect() {
      this.set(pool.active());
    },
  });
  new Gauge({
    name: "redis_gateway_redis_pool_size",
    help: "Connections to Redis that may be in use at once.",
    registers,
  }).set(pool.size);
};

export const createMetrics = (): GatewayMetrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED_DEFAULTS) registry.removeSingleMetric(name);
  const { requests, failed, duration } = registerRequestMetrics(registers);
  const connectionErrors = new Counter({
    name: "redis_gateway_redis_connection_errors_total",
    help: "Commands and probes that failed because Redis was not reached or did not answer in time.",
    registers,
  });
  return {
    countConnectionFailure: () => connectionErrors.inc(),
    observeRequest: ({ method, endpoint, status, seconds }) => {
      const labels = { method, endpoint };
      requests.inc(labels);
      if (status >= 500) failed.inc(labels);
      duration.observe(labels, seconds);
    },
    watchPool: (pool) => registerPoolGauges(pool, registers),
    contentType: registry.contentType,
    render: () => registry.metrics(),
  };
};
