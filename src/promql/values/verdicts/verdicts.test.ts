import { expect, test } from "vitest";
import { counts, gauge, histogram } from "../../metrics/declare.ts";
import { KNOWN_CATALOGUES } from "../../metrics/known-metrics.ts";
import { metricsOf } from "../../metrics/metrics.ts";
import { parseExpr } from "../../syntax/parse.ts";
import type { ValueVerdict, VerdictKind } from "./verdict.ts";
import { verdicts } from "./verdicts.ts";

const metrics = metricsOf([
  ...KNOWN_CATALOGUES,
  {
    of: "a gateway",
    metrics: [
      histogram("latency_seconds", "Latency.", { unit: "seconds", buckets: [0.1, 0.5, 1] }),
      counts("errors_total", "Errors."),
      gauge("workers_busy", "Workers at work.", { min: 0, zeroWhen: "there is no request" }),
    ],
  },
]);

const verdictsOn = (text: string): readonly ValueVerdict[] => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  return verdicts(parsed.expr, { metrics });
};

const kindsOn = (text: string): readonly VerdictKind[] => verdictsOn(text).map(({ kind }) => kind);

/** The query with the caret's span in it, what it rests on, and what the alert does. */
const judged = (text: string): string =>
  verdictsOn(text)
    .map(
      ({ kind, span, basis, certainty, effect }) =>
        `${kind} «${text.slice(span.from, span.to)}» ${basis} ${certainty} ${effect}`,
    )
    .join("\n");

test.each([
  ["up > 1", "never-holds «up > 1» declared proven silent"],
  ["sum(up == 2) > 3", "never-holds «up == 2» declared proven silent"],
  ["up > 1 or up == 0", "never-holds «up > 1» declared proven unknown"],
  ["rate(x[5m]) < 0", "never-holds «rate(x[5m]) < 0» usage proven silent"],
  ["x_total < 0 and up == 0", "never-holds «x_total < 0» convention proven silent"],
  ["absent(x) > 1", "never-holds «absent(x) > 1» mathematics proven silent"],
  ["hour() > 23", "never-holds «hour() > 23» mathematics proven silent"],
  ["24 < hour()", "never-holds «24 < hour()» mathematics proven silent"],
  ["(x > 5) < 5", "never-holds «(x > 5) < 5» mathematics proven silent"],
  [
    "histogram_quantile(0.9, rate(latency_seconds_bucket[5m])) > 1",
    "never-holds «histogram_quantile(0.9, rate(latency_seconds_bucket[5m])) > 1» declared proven silent",
  ],
  ["up != 2", "always-holds «up != 2» declared proven fires"],
  ["rate(x[5m]) >= 0", "always-holds «rate(x[5m]) >= 0» usage proven fires"],
  ["up == bool 0", "bool-always-fires «==» mathematics proven fires"],
  ["x > NaN", "nan-comparison «x > NaN» mathematics proven silent"],
  [
    "redis_memory_used_bytes / redis_memory_max_bytes > 0.8",
    "division-by-zero «redis_memory_max_bytes» declared proven fires",
  ],
  [
    "1 - redis_memory_used_bytes / redis_memory_max_bytes < 0.2",
    "division-by-zero «redis_memory_max_bytes» declared proven fires",
  ],
  [
    "1 - redis_memory_used_bytes / redis_memory_max_bytes > 0.2",
    "division-by-zero «redis_memory_max_bytes» declared proven silent",
  ],
  ["up / 0 > 1", "division-by-zero «0» mathematics proven fires"],
  ["queue / rate(x[5m]) > 60", "division-by-zero «rate(x[5m])» usage proven fires"],
  ["rate(x[1h]) / rate(x[5m]) > 60", "division-by-zero «rate(x[5m])» usage proven fires"],
  ["rate(a[5m]) / rate(b[5m]) > 0.1", "nan-without-traffic «rate(b[5m])» usage proven silent"],
  ["sum(rate(a[5m]) / rate(b[5m])) > 0.1", "nan-in-aggregation «rate(b[5m])» usage proven silent"],
  [
    "node_memory_SwapFree_bytes / node_memory_SwapTotal_bytes < 0.2",
    "nan-without-traffic «node_memory_SwapTotal_bytes» declared proven silent",
  ],
  ["rate(x[5m]) == 0.5", "float-equality «==» mathematics likely unknown"],
  ["workers_busy == 0", "zero-as-failure «workers_busy == 0» declared likely fires"],
  ["max(pool_active) < 1", "zero-as-failure «max(pool_active) < 1» convention likely fires"],
  [
    "histogram_quantile(0.9, rate(latency_seconds_bucket[5m])) > 0.3",
    "between-buckets «0.3» declared proven unknown",
  ],
  [
    "histogram_quantile(95, rate(latency_seconds_bucket[5m])) > 0.5",
    "quantile-out-of-range «95» mathematics proven unknown",
  ],
  ["quantile(50, up) > 1", "quantile-out-of-range «50» mathematics proven fires"],
  ["rate(node_load1[5m]) > 1", "rate-of-gauge «rate» declared proven unknown"],
  ["delta(errors_total[5m]) > 0", "delta-of-counter «delta» declared proven unknown"],
  ["deriv(x_total[5m]) > 0", "delta-of-counter «deriv» convention likely unknown"],
  ["errors_total > 5", "raw-counter «errors_total» declared proven unknown"],
  ["sum(x_total) / 60 > 5", "raw-counter «sum(x_total) / 60» convention likely unknown"],
  [
    "node_memory_MemFree_bytes > rate(node_cpu_seconds_total[5m])",
    "unit-mismatch «node_memory_MemFree_bytes > rate(node_cpu_seconds_total[5m])» declared proven unknown",
  ],
  ["a_seconds - b_bytes > 5", "unit-mismatch «a_seconds - b_bytes» convention likely unknown"],
  [
    "redis_memory_used_bytes / redis_total_system_memory_bytes > 90",
    "unit-mismatch «redis_memory_used_bytes / redis_total_system_memory_bytes > 90» declared likely unknown",
  ],
  [
    "100 * node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1",
    "unit-mismatch «100 * node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1» declared likely unknown",
  ],
  [
    "process_start_time_seconds > 3600",
    "unit-mismatch «process_start_time_seconds > 3600» declared likely unknown",
  ],
  [
    "node_memory_MemFree_bytes < 500",
    "unit-mismatch «node_memory_MemFree_bytes < 500» declared likely unknown",
  ],
  [
    "node_memory_MemFree_bytes / 1024 ^ 3 < 1073741824",
    "unit-mismatch «node_memory_MemFree_bytes / 1024 ^ 3 < 1073741824» declared likely unknown",
  ],
  [
    "histogram_quantile(0.9, rate(wait_seconds_bucket[5m])) > 500",
    "unit-mismatch «histogram_quantile(0.9, rate(wait_seconds_bucket[5m])) > 500» convention likely unknown",
  ],
])("%s is judged", (text, expected) => {
  expect(judged(text)).toBe(expected);
});

test("a percentage compared with a share says what is meant", () => {
  const [verdict] = verdictsOn(
    "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 90",
  );
  expect(verdict?.message).toBe(
    "the value is between 0 and 1, so `> 90` never holds; a share of 90 % is 0.9",
  );
});

test("the reason for a bound comes with its place", () => {
  const [verdict] = verdictsOn("sum by (job) (1) * 0 + on () group_left up > 1 and up > 1");
  expect(verdict?.because).toContainEqual({
    span: { from: 40, to: 42 },
    text: "up is never above 1",
  });
});

test.each([
  "redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.8",
  "redis_memory_used_bytes / redis_memory_max_bytes > 0.8 and redis_memory_max_bytes > 0",
  "redis_memory_max_bytes > 0 and on (instance) redis_memory_used_bytes / redis_memory_max_bytes > 0.8",
  "redis_memory_used_bytes / redis_memory_max_bytes > 0.8 unless redis_memory_max_bytes == 0",
  "redis_memory_used_bytes / clamp_min(redis_memory_max_bytes, 1) > 0.8",
  "sum(rate(a[5m])) / sum(rate(b[5m])) > 0.1 and sum(rate(b[5m])) > 10",
  "(rate(a[5m]) / rate(b[5m]) > 0.1) and rate(b[5m]) != 0",
])("a divisor that is kept from 0 is no matter: %s", (text) => {
  expect(kindsOn(text)).toEqual([]);
});

test.each([
  ["redis_memory_used_bytes / redis_memory_max_bytes > 0.8 and redis_memory_max_bytes >= 0"],
  ["redis_memory_used_bytes / redis_memory_max_bytes > 0.8 and redis_memory_used_bytes > 0"],
  ["redis_memory_used_bytes / redis_memory_max_bytes > 0.8 or redis_memory_max_bytes > 0"],
  ["redis_memory_used_bytes / redis_memory_max_bytes > 0.8 unless redis_memory_max_bytes > 0"],
])("a condition that does not keep the divisor from 0 is no guard: %s", (text) => {
  expect(kindsOn(text)).toContain("division-by-zero");
});

test.each([
  "up == 0",
  "absent(up) == 1",
  "count(up == 0) > 0",
  "ALERTS == 1",
  "vector(1)",
  "vector(1) > 0",
  "sum(up) / count(up) < 0.5",
  "time() - process_start_time_seconds < 600",
  "100 - avg by (instance) (rate(node_cpu_seconds_total[5m])) * 100 > 80",
  "100 * node_filesystem_avail_bytes / node_filesystem_size_bytes < 15",
  "100 * redis_memory_used_bytes > 80 * redis_total_system_memory_bytes",
  "errors_total > 0 and on (job) up == 0",
  "rate(x[5m]) == 0",
  "workers_busy > 10",
  "redis_up == 0",
  "histogram_quantile(0.9, rate(latency_seconds_bucket[5m])) > 0.5",
  "increase(errors_total[1h]) > 3",
  "predict_linear(node_filesystem_avail_bytes[6h], 86400) < 0",
  "rate(node_network_receive_bytes_total[5m]) * 8 > 900e6",
  "(probe_ssl_earliest_cert_expiry - time()) / 86400 < 14",
  "x / y > 90",
])("%s is right", (text) => {
  expect(kindsOn(text)).toEqual([]);
});

test.each([
  ["divisions", Array.from({ length: 2000 }, () => "a / rate(b[5m]) > 1").join(" and ")],
  ["comparisons", Array.from({ length: 5000 }, () => "up > 1").join(" or ")],
  ["operators", Array.from({ length: 8000 }, () => "rate(b[5m])").join("/")],
])("a chain of thousands of %s is judged", (_, text) => {
  expect(verdictsOn(text).length).toBeGreaterThan(0);
});
