import { afterAll, beforeAll, expect, test } from "vitest";
import { foundLive, liveReport } from "../../../../test/found-live.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { openMetricsOf } from "../../../../test/open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { readEvidence } from "../../evidence/read-evidence.ts";
import type { LiveFacts } from "../../live/live-facts.ts";
import { runChecks } from "../../run-checks.ts";
import { DEFAULT_SETTINGS } from "../../settings.ts";
import { queryCost } from "./query-cost.ts";

const NOW = Date.UTC(2026, 0, 12, 12);

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({
    openMetrics: openMetricsOf([{ series: 'shop_load{job="shop"}', until: NOW, minutes: 60 }]),
    flags: ["--query.max-samples=100"],
  });
});
afterAll(() => running.stop());

const files = alertFiles(["max_over_time(shop_load[30m]) > 5"]);

test("Prometheus counts the samples that an evaluation looks at", async () => {
  const found = (samples: number) =>
    foundLive(queryCost, {
      url: running.url,
      at: NOW,
      files,
      settings: { liveLimits: { samples } },
    });
  expect(await found(29)).toMatchObject([
    { severity: "warning", line: 5, message: expect.stringMatching(/looks at 3\d samples, every/) },
  ]);
  expect(await found(40)).toEqual([]);
});

test("a query that is too much for Prometheus is told among what is not known", async () => {
  const large = alertFiles(["max_over_time(shop_load[1h:10s]) > 5"]);
  const report = await liveReport([queryCost], { url: running.url, at: NOW, files: large });
  expect(report.findings).toEqual([]);
  expect(report.assumptions).toContainEqual(
    expect.stringMatching(
      /^not known: what max_over_time.* gives \(Prometheus: .*too many samples/,
    ),
  );
});

const NOTHING: LiveFacts = {
  url: "http://127.0.0.1:9090",
  at: NOW,
  config: undefined,
  types: new Map(),
  targets: [],
  groups: [],
  headSeries: undefined,
  metricNames: [],
  selectors: new Map(),
  queries: new Map(),
  unanswered: [],
};

/** Times cannot be had from a real Prometheus twice. */
const foundWith = (facts: Partial<LiveFacts>) => {
  const read = Object.entries(files).map(([path, text]) => ({ path, text }));
  const evidence = { ...readEvidence(read, "current"), live: { ...NOTHING, ...facts } };
  const run = { checks: [queryCost], settings: DEFAULT_SETTINGS, today: "2026-11-25" };
  return runChecks(evidence, run).findings;
};

test.each([
  [29_000, undefined],
  [31_000, "warning"],
  [60_000, "error"],
])("an evaluation that takes %d ms of a minute: %s", (evaluationMs, severity) => {
  const answer = { kind: "answered", series: 1, candidates: 1, samples: 1, evaluationMs } as const;
  const findings = foundWith({ queries: new Map([["max_over_time(shop_load[30m]) > 5", answer]]) });
  expect(findings.map((finding) => finding.severity)).toEqual(severity ? [severity] : []);
});

test("the last evaluation of the loaded group is held against its interval", () => {
  const rule = {
    kind: "alerting",
    name: "Case",
    query: "",
    forMs: 0,
    keepFiringForMs: 0,
    labels: {},
    lastError: undefined,
  } as const;
  const group = {
    name: "cases",
    file: "",
    intervalMs: 30_000,
    evaluationMs: 45_000,
    rules: [rule],
  };
  expect(foundWith({ groups: [group] })).toMatchObject([
    {
      severity: "error",
      line: 2,
      message: expect.stringContaining("took 45s, 150% of its interval"),
    },
  ]);
  expect(foundWith({ groups: [{ ...group, name: "others" }] })).toEqual([]);
});
