import { expect, test } from "vitest";
import { gauge, histogram } from "./declare.ts";
import { KNOWN_CATALOGUES, KNOWN_METRICS } from "./known-metrics.ts";
import { metricCatalogueSchema } from "./metric-facts.ts";
import { conventionOf, factsOf, metricsOf } from "./metrics.ts";

const declared = KNOWN_CATALOGUES.flatMap(({ metrics }) => metrics);

test("every known catalogue keeps to the form that users' own catalogues have", () => {
  for (const catalogue of KNOWN_CATALOGUES) {
    expect(metricCatalogueSchema.parse(catalogue)).toEqual(catalogue);
  }
});

test("no metric is declared twice", () => {
  const names = declared.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("a part is declared of metrics that are declared too", () => {
  for (const { name, partOf } of declared) {
    for (const whole of partOf) expect(factsOf(KNOWN_METRICS, whole), name).toBeDefined();
  }
});

test("a metric that is 0 at times may be 0 by its bounds", () => {
  for (const { name, zeroWhen, min = 0, max = 0 } of declared) {
    if (zeroWhen !== undefined) expect([min <= 0, max >= 0], name).toEqual([true, true]);
  }
});

test("buckets are ascending", () => {
  for (const { buckets = [] } of declared) {
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
  }
});

test("maxmemory of a Redis without a limit, and the health of targets, are known", () => {
  expect(factsOf(KNOWN_METRICS, "redis_memory_max_bytes")?.facts.zeroWhen).toBe(
    "maxmemory is not set",
  );
  expect(factsOf(KNOWN_METRICS, "up")?.facts).toMatchObject({ health: true, min: 0, max: 1 });
});

test("series of a histogram and of a summary are found from the metric", () => {
  const roles = ["_bucket", "_sum", "_count"].map(
    (suffix) => factsOf(KNOWN_METRICS, `prometheus_http_request_duration_seconds${suffix}`)?.role,
  );
  expect(roles).toEqual(["bucket", "sum", "count"]);
  expect(factsOf(KNOWN_METRICS, "go_gc_duration_seconds")?.role).toBe("itself");
  expect(factsOf(KNOWN_METRICS, "go_gc_duration_seconds_bucket")).toBeUndefined();
});

test("a user's declaration goes before a known one", () => {
  const mine = { of: "mine", metrics: [gauge("up", "Mine."), histogram("x", "Mine.")] };
  const metrics = metricsOf([...KNOWN_CATALOGUES, mine]);
  expect(factsOf(metrics, "up")?.facts.help).toBe("Mine.");
  expect(factsOf(metrics, "x_count")?.facts.name).toBe("x");
});

test.each([
  ["requests_total", "counter", undefined],
  ["cpu_seconds_total", "counter", "seconds"],
  ["latency_seconds_bucket", "counter", undefined],
  ["latency_seconds_sum", "counter", "seconds"],
  ["latency_seconds_count", "counter", undefined],
  ["last_success_timestamp_seconds", undefined, "timestamp"],
  ["memory_bytes", undefined, "bytes"],
  ["fill_ratio", undefined, "ratio"],
  ["fill_percent", undefined, "percent"],
  ["build_info", "info", undefined],
  ["queue_count", undefined, undefined],
  ["queue_length", undefined, undefined],
])("the name %s suggests no more than it says", (name, type, unit) => {
  expect(conventionOf(name)).toEqual({ type, unit });
});
