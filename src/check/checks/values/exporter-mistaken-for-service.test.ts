import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { exporterMistakenForService } from "./exporter-mistaken-for-service.ts";

const MEMORY = ["redis_memory_used_bytes > 1e9", { alert: "Memory" }] as const;

test("a Redis that is down behind a living exporter is shown with the alert staying silent", async () => {
  const expr = 'up{job="redis-instance"} == 0';
  const files = alertFiles([expr, { alert: "RedisInstanceDown", for: "1m" }], MEMORY);
  const [finding, ...others] = foundBy(exporterMistakenForService, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 5,
    column: columnOf(expr, "up"),
    subject: "RedisInstanceDown",
    help: expect.stringContaining("redis_up == 0"),
    counterexample: { firing: [] },
  });
  expect(JSON.stringify(finding?.counterexample)).toContain("redis_up{");
  await confirmed(finding, files);
});

test.each([
  ["MysqlDown", 'up{job="mysql"} == 0', "mysql_global_status_threads_connected > 100"],
  ["PostgresqlDown", "up == 0", "pg_stat_activity_count > 100"],
  ["PostgresDown", 'up{job="postgres-exporter"} == 0', "pg_stat_activity_count > 100"],
])("%s is found too", (alert, expr, other) => {
  const files = alertFiles([expr, { alert }], [other, { alert: "Other" }]);
  expect(foundBy(exporterMistakenForService, files)).toHaveLength(1);
});

test("an exporter of one's own is known by its declaration", () => {
  const health = { health: true, healthOf: "Kafka behind the exporter", min: 0, max: 1 };
  const metrics = [
    {
      of: "kafka_exporter",
      metrics: [
        { name: "kafka_up", type: "gauge", ...health },
        { name: "kafka_lag", type: "gauge" },
      ],
    },
  ];
  const files = alertFiles(
    ['up{job="kafka"} == 0', { alert: "KafkaDown" }],
    ["kafka_lag > 5", { alert: "Lag" }],
  );
  expect(foundBy(exporterMistakenForService, files, { metrics })).toHaveLength(1);
});

test.each([
  ["a service that only begins with the name", "RedisGatewayDown", 'up{job="redis-gateway"} == 0'],
  ["an alert that says what it is about", "RedisExporterDown", 'up{job="redis"} == 0'],
  [
    "another condition beside it",
    "RedisDown",
    'up{job="redis"} == 0 and redis_memory_used_bytes > 0',
  ],
  ["another job", "RedisDown", 'up{job="billing"} == 0'],
  ["the health itself", "RedisDown", "redis_up == 0"],
])("%s is let be", (_, alert, expr) => {
  expect(foundBy(exporterMistakenForService, alertFiles([expr, { alert }], MEMORY))).toEqual([]);
});

test("a set that watches the health as well, or reads nothing of the exporter, is let be", () => {
  const down = ['up{job="redis"} == 0', { alert: "RedisDown" }] as const;
  const health = ["redis_up == 0", { alert: "Unhealthy" }] as const;
  expect(foundBy(exporterMistakenForService, alertFiles(down, MEMORY, health))).toEqual([]);
  expect(foundBy(exporterMistakenForService, alertFiles(down))).toEqual([]);
});

test("a service whose own metrics the set reads under its job's name is let be", () => {
  const down = ['up{job="redis_node"} == 0', { alert: "RedisNodeDown" }] as const;
  const own = ["redis_node_requests_total > 0", { alert: "Own" }] as const;
  expect(foundBy(exporterMistakenForService, alertFiles(down, MEMORY, own))).toEqual([]);
});

test("an alert whose text speaks of the scrape is let be", () => {
  const annotations = { summary: "the exporter of Redis cannot be scraped" };
  const down = ['up{job="redis"} == 0', { alert: "RedisDown", annotations }] as const;
  expect(foundBy(exporterMistakenForService, alertFiles(down, MEMORY))).toEqual([]);
});
