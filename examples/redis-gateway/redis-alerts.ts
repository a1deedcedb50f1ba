import { alert, promql } from "tocsin";

const component = { component: "redis" };

export const redisDown = alert("RedisInstanceDown", {
  severity: "critical",
  // `up` would say whether the exporter answers; `redis_up` says whether Redis does.
  when: promql`redis_up{job="redis"} == 0`,
  for: "1m",
  carries: ["instance"],
  labels: component,
  because: "Redis does not answer: what it holds can be neither read nor written",
  summary: ({ labels: { instance } }) => `Redis does not answer (seen by ${instance})`,
  description: ({ labels: { instance } }) =>
    `The exporter ${instance} runs, and gets no answer from its Redis.`,
  runbook: "runbooks/redis-instance-down.md",
});

export const exporterDown = alert("RedisExporterDown", {
  severity: "warning",
  when: promql`
    up{job="redis"} == 0
    or
    absent(up{job="redis"}) - 1`,
  for: "1m",
  carries: ["job"],
  labels: component,
  because: "nobody would be told if Redis went down now",
  summary: "The exporter that watches Redis does not answer",
  description:
    "Prometheus gets no answer from an exporter of Redis, or knows of none. Redis may be well; nothing says so, and RedisInstanceDown cannot fire.",
  runbook: "runbooks/redis-exporter-down.md",
});

export const redisHighMemoryUsage = alert("RedisInstanceHighMemoryUsage", {
  severity: "warning",
  // A Redis without a limit reports a limit of 0, and must not count as full.
  when: promql`
    redis_memory_used_bytes{job="redis"} / (redis_memory_max_bytes{job="redis"} > 0) > 0.8`,
  for: "5m",
  carries: ["instance"],
  labels: component,
  because: "at its memory limit Redis refuses writes or drops keys, depending on its policy",
  summary: ({ labels: { instance }, value }) =>
    `Redis uses ${value.percent} of its memory limit (seen by ${instance})`,
  description: ({ labels: { instance }, value }) =>
    `The Redis behind ${instance} uses ${value.percent} of maxmemory; 80% is the limit.`,
  runbook: "runbooks/redis-instance-high-memory-usage.md",
});
