import { alert, counter, promql } from "tocsin";

const labels = ["job", "instance", "method", "endpoint"];

export const requests = counter("redis_gateway_requests_total", { labels });

/** The gateway makes all series at zero when it starts, so the first failure counts. */
export const failures = counter("redis_gateway_requests_failed_total", { labels });

const connectionErrors = counter("redis_gateway_redis_connection_errors_total", {
  labels: ["job", "instance"],
});

const component = { component: "gateway" };

/** The memory limit of the gateway's container; change both together. */
const MEMORY_LIMIT_BYTES = 2 * 1024 ** 3;

export const highErrorRate = alert("RedisGatewayHighErrorRate", {
  severity: "critical",
  // Over all endpoints and instances: one failed request on a quiet endpoint is not an outage. The
  // floor is on failures, because one on traffic would hide the outage of a small service.
  when: promql`
    sum by (job) (rate(${failures}{job="redis-gateway"}[5m]))
      / (sum by (job) (rate(${requests}{job="redis-gateway"}[5m])) > 0)
      > 0.05
    and
    sum by (job) (increase(${failures}{job="redis-gateway"}[5m])) >= 5`,
  for: "2m",
  carries: ["job"],
  labels: component,
  because: "more than one request in twenty fails",
  summary: ({ value }) => `${value.percent} of the gateway's requests fail`,
  description: ({ value }) =>
    `Over the last five minutes the gateway answered ${value.percent} of all requests with a server error; 5% is the limit.`,
  runbook: "runbooks/redis-gateway-high-error-rate.md",
});

export const highLatency = alert("RedisGatewayHighLatency", {
  severity: "warning",
  // 1 is the bound of a bucket, and buckets go on to 10: a quantile never exceeds the last bound.
  when: promql`
    histogram_quantile(0.95,
      sum by (job, le) (rate(redis_gateway_request_duration_seconds_bucket{job="redis-gateway"}[5m]))
    ) > 1`,
  for: "3m",
  carries: ["job"],
  labels: component,
  because: "one request in twenty takes longer than a second",
  summary: ({ value }) => `The slowest twentieth of the gateway's requests takes ${value.seconds}`,
  description: ({ value }) =>
    `The 95th percentile of the time to answer, over all instances and five minutes, is ${value.seconds}; 1s is the limit.`,
  runbook: "runbooks/redis-gateway-high-latency.md",
});

export const connectionFailure = alert("RedisConnectionFailure", {
  severity: "critical",
  // The gateway pings Redis every five seconds, so that even an idle one makes 0.2 errors a second
  // when Redis is gone. One error now and then stays far below three a minute.
  when: promql`
    sum by (job) (rate(${connectionErrors}{job="redis-gateway"}[2m])) > 0.05`,
  for: "1m",
  carries: ["job"],
  labels: component,
  because: "requests fail because the gateway does not get through to Redis",
  summary: "The gateway does not get through to Redis",
  description: ({ value }) =>
    `The gateway fails to reach Redis, or gets no answer in time, ${value.number} times a second. Redis, the network or the gateway's settings may be the cause.`,
  runbook: "runbooks/redis-connection-failure.md",
});

export const gatewayDown = alert("RedisGatewayDown", {
  severity: "critical",
  // Without any target there is no `up` to be 0: then absent() answers, and 0 is its share.
  when: promql`
    avg by (job) (up{job="redis-gateway"}) < 0.5
    or
    absent(up{job="redis-gateway"}) - 1`,
  for: "1m",
  carries: ["job"],
  labels: component,
  because: "fewer than half of the gateway's instances answer, or none is known",
  summary: ({ value }) => `Only ${value.percent} of the gateway's instances answer`,
  description: ({ value }) =>
    `Prometheus gets an answer from ${value.percent} of the gateway's instances; with 0% there may also be none left to ask.`,
  runbook: "runbooks/redis-gateway-down.md",
});

export const highMemoryUsage = alert("RedisGatewayHighMemoryUsage", {
  severity: "warning",
  when: promql`
    process_resident_memory_bytes{job="redis-gateway"} > 0.8 * ${MEMORY_LIMIT_BYTES}`,
  for: "5m",
  carries: ["instance"],
  labels: component,
  because: "an instance that reaches its container's limit of 2 GiB is killed with its requests",
  summary: ({ labels: { instance }, value }) => `Gateway ${instance} uses ${value.bytes} of memory`,
  description: ({ labels: { instance }, value }) =>
    `Gateway ${instance} has ${value.bytes} resident, more than 80% of its container's limit of 2GiB. At the limit it is killed.`,
  runbook: "runbooks/redis-gateway-high-memory-usage.md",
});

export const poolExhaustion = alert("RedisPoolExhaustion", {
  severity: "warning",
  when: promql`
    max by (instance) (redis_gateway_redis_pool_active{job="redis-gateway"})
      / (max by (instance) (redis_gateway_redis_pool_size{job="redis-gateway"}) > 0)
      > 0.9`,
  for: "3m",
  carries: ["instance"],
  labels: component,
  because: "requests are about to wait for a connection to Redis, or already do",
  summary: ({ labels: { instance }, value }) =>
    `${value.percent} of the connections of gateway ${instance} are in use`,
  description: ({ labels: { instance }, value }) =>
    `Gateway ${instance} has ${value.percent} of its connections to Redis in use. When none is left, requests wait and then fail.`,
  runbook: "runbooks/redis-pool-exhaustion.md",
});
