import { expect, test } from "vitest";
import { histogram } from "../../src/promql/metrics/declare.ts";
import { KNOWN_CATALOGUES } from "../../src/promql/metrics/known-metrics.ts";
import { metricsOf } from "../../src/promql/metrics/metrics.ts";
import { parseExpr } from "../../src/promql/syntax/parse.ts";
import { evaluate } from "../../src/promql/values/evaluate.ts";
import type { VerdictKind } from "../../src/promql/values/verdicts/verdict.ts";
import { verdictsIn } from "../../src/promql/values/verdicts/verdicts.ts";
import { writtenSeries } from "../../src/promql/values/witness/series-labels.ts";
import { type ValueWitness, witness } from "../../src/promql/values/witness/witness.ts";
import { evaluateWithPromtool } from "./values-promtool.ts";

const metrics = metricsOf([
  ...KNOWN_CATALOGUES,
  {
    of: "a gateway",
    metrics: [
      histogram("gateway_request_duration_seconds", "Latency.", {
        unit: "seconds",
        buckets: [0.1, 0.5, 1],
      }),
    ],
  },
]);

type Case = readonly [kind: VerdictKind, outcome: ValueWitness["outcome"], expr: string];

/** Queries with the verdict that is meant, and what an alert does with the series that show it. */
const CASES: readonly Case[] = [
  ["division-by-zero", "fires", "redis_memory_used_bytes / redis_memory_max_bytes > 0.8"],
  [
    "division-by-zero",
    "fires",
    'sum by (pod) (container_memory_working_set_bytes{container!="", pod=~"web-.+"}) / sum by (pod) (container_spec_memory_limit_bytes{container!="", pod=~"web-.+"}) * 100 > 90',
  ],
  ["division-by-zero", "silent", "1 - redis_memory_used_bytes / redis_memory_max_bytes > 0.2"],
  ["division-by-zero", "fires", "queue_length / rate(processed_total[5m]) > 600"],
  ["nan-without-traffic", "silent", "rate(failed_total[5m]) / rate(requests_total[5m]) > 0.05"],
  [
    "nan-without-traffic",
    "silent",
    'sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.05',
  ],
  [
    "nan-without-traffic",
    "silent",
    "node_memory_SwapFree_bytes / node_memory_SwapTotal_bytes < 0.2",
  ],
  ["nan-in-aggregation", "silent", "avg(rate(a_total[1h]) / rate(b_total[1h])) > 0.1"],
  ["never-holds", "silent", "up > 1"],
  ["never-holds", "silent", "absent(up) > 1"],
  ["never-holds", "silent", "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 90"],
  [
    "never-holds",
    "silent",
    'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 5',
  ],
  [
    "never-holds",
    "silent",
    "histogram_quantile(0.95, sum by (le) (rate(gateway_request_duration_seconds_bucket[5m]))) > 1",
  ],
  ["always-holds", "fires", "up != 2"],
  ["always-holds", "fires", "rate(requests_total[5m]) >= 0"],
  ["bool-always-fires", "fires", 'up{job="gateway"} == bool 0'],
  ["raw-counter", "fires", "prometheus_notifications_dropped_total > 5"],
  ["raw-counter", "fires", 'sum(errors_total{service="gateway"}) > 100'],
  ["zero-as-failure", "fires", "gateway_pool_active == 0"],
  [
    "unit-mismatch",
    "silent",
    "rate(alertmanager_notifications_failed_total[5m]) / rate(alertmanager_notifications_total[5m]) > 5",
  ],
  ["unit-mismatch", "fires", "node_filesystem_avail_bytes / node_filesystem_size_bytes < 10"],
  [
    "quantile-out-of-range",
    "fires",
    "histogram_quantile(95, rate(gateway_request_duration_seconds_bucket[5m])) > 0.5",
  ],
];

const witnessOf = (kind: VerdictKind, text: string): ValueWitness | undefined => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  const analysis = evaluate(parsed.expr, { metrics });
  const verdict = verdictsIn(analysis).find((found) => found.kind === kind);
  return verdict && witness(verdict, analysis, 300_000);
};

test("promtool confirms the series that show each verdict", { timeout: 60_000 }, async () => {
  const witnesses = CASES.map(([kind, , expr]) => ({ expr, found: witnessOf(kind, expr) }));
  const runs = witnesses.map(({ expr, found }) => ({
    interval: found?.interval ?? "1m",
    series: (found?.series ?? []).map(({ name, labels, values }) => ({
      series: writtenSeries(name, new Map(Object.entries(labels))),
      values,
    })),
    queries: [{ expr, evalTime: found?.evalTime ?? "0s" }],
  }));
  const answers = await evaluateWithPromtool(runs);
  const outcomes = answers.map(([values], index) => ({
    expr: CASES[index]?.[2],
    claimed: witnesses[index]?.found?.outcome,
    observed: values === undefined || values.length === 0 ? "silent" : "fires",
  }));
  expect(outcomes).toEqual(
    CASES.map(([, outcome, expr]) => ({ expr, claimed: outcome, observed: outcome })),
  );
});
