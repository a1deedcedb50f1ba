import { expect, test } from "vitest";
import { gauge, histogram } from "../metrics/declare.ts";
import { KNOWN_CATALOGUES } from "../metrics/known-metrics.ts";
import { metricsOf } from "../metrics/metrics.ts";
import type { Expr } from "../syntax/expr.ts";
import { parseExpr } from "../syntax/parse.ts";
import { unitName } from "./dimension.ts";
import { valuesOf } from "./evaluate.ts";
import { exactly, type ValueFacts } from "./value-facts.ts";
import { rangeText } from "./verdicts/verdict.ts";

const metrics = metricsOf([
  ...KNOWN_CATALOGUES,
  {
    of: "a gateway",
    metrics: [
      histogram("latency_seconds", "Latency.", { unit: "seconds", buckets: [0.1, 0.5, 1] }),
      gauge("level", "Any.", { min: -5, max: 5 }),
    ],
  },
]);

const exprOf = (text: string): Expr => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  return parsed.expr;
};

const factsOf = (text: string): ValueFacts => valuesOf(exprOf(text), { metrics });

/** "at least 0, NaN, +Inf": the range, and what else can be. */
const shown = (text: string): string => {
  const facts = factsOf(text);
  const finite = facts.min <= facts.max ? rangeText(facts) : "no number";
  const specials = [
    facts.mayBeNaN ? ["NaN"] : [],
    facts.mayBePlusInf ? ["+Inf"] : [],
    facts.mayBeMinusInf ? ["-Inf"] : [],
  ].flat();
  return [finite, ...specials].join(", ");
};

test.each([
  ["up", "between 0 and 1"],
  ["level", "between -5 and 5"],
  ["redis_memory_max_bytes", "at least 0"],
  ["go_gc_duration_seconds", "at least 0, NaN"],
  ["prometheus_build_info", "always 1"],
  ["requests_total", "at least 0"],
  ["anything", "any number, NaN, +Inf, -Inf"],
  ["1 / 0", "no number, +Inf"],
  ["0 / 0", "no number, NaN"],
  ["-1 / 0", "no number, -Inf"],
  ["2 ^ 10 % 1000", "always 24"],
  ["0 ^ 100 != (up >= bool 1)", "always 1"],
  ["level * -2 + 1", "between -9 and 11"],
  ["1 / up", "always 1, +Inf"],
  ["up / up", "between 0 and 1, NaN"],
  ["up / level", "any number, NaN, +Inf, -Inf"],
  ["1 / level", "any number, +Inf, -Inf"],
  ["1 / (level > 1)", "at least 0.2 and below 1"],
  ["1 / redis_memory_max_bytes", "above 0 and at most 1, +Inf"],
  ["level > 2", "above 2 and at most 5"],
  ["2 < level", "above 2 and at most 5"],
  ["up > 0", "always 1"],
  ["up != 0", "always 1"],
  ["up == 0.5", "no number"],
  ["up > bool 0", "between 0 and 1"],
  ["up > bool 2", "always 0"],
  ["anything > 3", "above 3, +Inf"],
  ["anything >= Inf", "no number, +Inf"],
  ["anything <= -Inf", "no number, -Inf"],
  ["stdvar(anything >= Inf)", "always 0, NaN"],
  ["anything != 3", "any number, NaN, +Inf, -Inf"],
  ["up or vector(7)", "between 0 and 7"],
  ["level and up", "between -5 and 5"],
  ["sum(up)", "at least 0"],
  ["sum(level)", "any number"],
  ["count(level)", "at least 1"],
  ["avg(level)", "between -5 and 5"],
  ["stddev(level)", "between 0 and 5"],
  ["quantile(2, level)", "no number, +Inf"],
  ["quantile(0.5, level)", "between -5 and 5"],
  ["rate(anything[5m])", "at least 0"],
  ["rate(level[5m])", "any number"],
  ["idelta(level[5m])", "between -10 and 10"],
  ["changes(level[5m])", "at least 0"],
  ["max_over_time(level[5m:1m])", "between -5 and 5"],
  ["abs(level)", "between 0 and 5"],
  ["ln(up)", "at most 0, -Inf"],
  ["ln(-up)", "no number, NaN, -Inf"],
  ["sqrt(level)", `between 0 and ${Number((Math.sqrt(5) * (1 + 1e-12)).toPrecision(12))}, NaN`],
  ["exp(anything)", "at least 0, NaN, +Inf"],
  ["clamp(level, 0, 1)", "between 0 and 1"],
  ["clamp_max(anything, 3)", "at most 3, NaN, -Inf"],
  ["clamp(level, 1, 0)", "no number"],
  ["clamp_max(level - -Inf, 7)", "always 7"],
  ["1 - clamp_max(level - -Inf, 7)", "always -6"],
  ["up ^ Inf", "at least 0, +Inf"],
  ["hour()", "between 0 and 23"],
  ["absent(up)", "always 1"],
  ["scalar(up)", "between 0 and 1, NaN"],
  ["scalar(up > 2)", "no number, NaN"],
  ["histogram_quantile(0.9, rate(latency_seconds_bucket[5m]))", "between 0 and 1, NaN"],
  [
    "histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m]))) * 1000",
    "between 0 and 1000, NaN",
  ],
  ["histogram_quantile(9, rate(latency_seconds_bucket[5m]))", "no number, NaN, +Inf"],
])("the values of %s are %s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  "node_filesystem_avail_bytes / node_filesystem_size_bytes",
  "1 - node_filesystem_avail_bytes / node_filesystem_size_bytes",
  "(node_filesystem_size_bytes - node_filesystem_avail_bytes) / node_filesystem_size_bytes",
  "sum by (instance) (node_filesystem_avail_bytes) / sum by (instance) (node_filesystem_size_bytes)",
  'sum(rate(requests_total{code=~"5.."}[5m])) / sum(rate(requests_total[5m]))',
  "redis_keyspace_hits_total / (redis_keyspace_hits_total + redis_keyspace_misses_total)",
  "sum by (job, code) (rate(r_total[5m])) / on (job) group_left sum by (job) (rate(r_total[5m]))",
])("%s is a share of a whole", (text) => {
  expect(shown(text)).toBe("between 0 and 1, NaN");
  expect(factsOf(text).share).toBe(true);
});

test.each([
  // The whole may be of another group, moment, window or label than the part.
  'sum by (job) (rate(requests_total{code="500"}[5m])) / sum(rate(requests_total{code="200"}[5m]))',
  "rate(requests_total[5m]) / rate(requests_total[5m] offset 1d)",
  "rate(requests_total[5m]) / rate(requests_total[1h])",
  "sum by (job) (node_filesystem_avail_bytes) / sum by (mountpoint) (node_filesystem_size_bytes)",
  "node_filesystem_avail_bytes / on (instance) node_filesystem_size_bytes",
  "sum by (instance) (up) / on (job) sum by (instance) (up)",
  "redis_memory_used_bytes / redis_memory_max_bytes",
])("%s is no share", (text) => {
  expect(factsOf(text)).toMatchObject({ share: false, max: Number.POSITIVE_INFINITY });
});

test.each([
  ["node_memory_MemTotal_bytes / 1024 ^ 3", "GiB"],
  ["(process_resident_memory_bytes / (1024 * 1024 * 1024))", "GiB"],
  ["rate(node_network_receive_bytes_total[5m]) * 8", "bits per second"],
  ["rate(process_cpu_seconds_total[5m])", "a ratio"],
  ["rate(process_cpu_seconds_total[5m]) * 100", "percent"],
  ["100 * process_open_fds / process_max_fds", "percent"],
  ["time() - process_start_time_seconds", "seconds"],
  ["(probe_ssl_earliest_cert_expiry - time()) / 86400", "days"],
  ["rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])", undefined],
  ["histogram_quantile(0.9, rate(latency_seconds_bucket[5m])) * 1000", "milliseconds"],
  ["node_memory_MemFree_bytes / node_memory_MemTotal_bytes", "a ratio"],
  ["node_memory_MemTotal_bytes / time()", undefined],
])("the unit of %s is %s", (text, unit) => {
  const { dimension } = factsOf(text);
  expect(dimension && unitName(dimension)).toBe(unit);
});

test.each([
  ["1 + 1", "mathematics"],
  ["up + 1", "declared"],
  ["rate(anything[5m])", "usage"],
  ["anything_total + up", "convention"],
])("the bounds of %s rest on %s", (text, basis) => {
  expect(factsOf(text).basis).toBe(basis);
});

test("the values of a recording rule are those of its query", () => {
  const recorded = (name: string) => (name === "job:errors:ratio" ? exactly(3) : undefined);
  const facts = valuesOf(exprOf("job:errors:ratio * 2"), { metrics, recorded });
  expect(rangeText(facts)).toBe("always 6");
});

test("a chain of thousands of operators has its values", () => {
  const chain = Array.from({ length: 9000 }, () => "up").join(" + ");
  expect(shown(chain)).toBe("between 0 and 9000");
});
