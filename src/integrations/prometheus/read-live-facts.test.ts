import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openMetricsOf } from "../../../test/open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../test/prometheus-with-history.ts";
import type { LiveQuestions } from "../../check/live/questions.ts";
import { systemClock } from "../../lib/clock.ts";
import { parseExpr } from "../../promql/syntax/parse.ts";
import { createPrometheus } from "./prometheus.ts";
import { readLiveConfig, readLiveFacts } from "./read-live-facts.ts";

const NOW = Date.UTC(2026, 0, 12, 12);
const MINUTE = 60_000;

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({
    openMetrics: openMetricsOf([
      { series: 'load{job="a",host="1"}', until: NOW, minutes: 5 },
      { series: 'load{job="b"}', until: NOW, minutes: 5 },
      { series: 'gone{job="a"}', until: NOW - 100 * MINUTE, minutes: 5 },
    ]),
    config: "global: {external_labels: {cluster: north}}\n",
  });
});
afterAll(() => running.stop());

const asking = (url: string) => createPrometheus({ url, limitMs: 10_000 }, systemClock);

const selectorQuestion = (text: string, reachMs = 0) => {
  const parsed = parseExpr(text);
  if ("error" in parsed || parsed.expr.kind !== "selector") throw new Error(text);
  return { text, selector: parsed.expr, reachMs };
};

const NO_QUESTIONS: LiveQuestions = { selectors: [], queries: [] };

const read = (questions: Partial<LiveQuestions>, url = running.url) =>
  readLiveFacts(asking(url), {
    questions: { ...NO_QUESTIONS, ...questions },
    config: undefined,
    at: NOW,
  });

test("what selectors find is told with jobs and labels", async () => {
  const { selectors } = await read({ selectors: [selectorQuestion("load")] });
  expect(selectors.get("load")).toEqual({
    kind: "found",
    series: 2,
    jobs: ["a", "b"],
    labelNames: ["host", "job"],
  });
});

test("what is gone is told to the minute, unless rules look back as far", async () => {
  const { selectors, metricNames } = await read({ selectors: [selectorQuestion("gone")] });
  expect(selectors.get("gone")).toEqual({
    kind: "missing",
    cause: { kind: "metric" },
    lastSeenAt: NOW - 100 * MINUTE,
  });
  expect(metricNames).toEqual(["gone", "load"]);
  const far = await read({ selectors: [selectorQuestion("gone", 120 * MINUTE)] });
  expect(far.selectors.get("gone")).toMatchObject({ kind: "found", series: 1 });
});

test("a query is evaluated once, with what it costs", async () => {
  const question = { text: "load == 1", count: "count(load == 1)", candidates: "count(load)" };
  const { queries } = await read({ queries: [question] });
  expect(queries.get("load == 1")).toMatchObject({
    kind: "answered",
    series: 2,
    candidates: 2,
    samples: expect.any(Number),
    evaluationMs: expect.any(Number),
  });
});

test("every question is counted as it is answered", async () => {
  const told: number[][] = [];
  await readLiveFacts(asking(running.url), {
    questions: {
      selectors: [selectorQuestion("load"), selectorQuestion("gone")],
      queries: [{ text: "load", count: "count(load)", candidates: undefined }],
    },
    config: undefined,
    at: NOW,
    onProgress: (done, total) => void told.push([done, total]),
  });
  expect(told).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
});

test("the configuration that is running is read, with places that name where", async () => {
  const found = await readLiveConfig(asking(running.url));
  expect(found?.config.file).toBe(`${running.url}/api/v1/status/config`);
  expect(found?.config.externalLabels.map(({ value }) => value.text)).toEqual(["north"]);
});

/** Answers instant queries with nothing, and all else as what it is not there for. */
const startQuerier = async (): Promise<string> => {
  const server = createServer((request, response) => {
    const isQuery = request.url === "/api/v1/query";
    response
      .writeHead(isQuery ? 200 : 404)
      .end(
        isQuery
          ? '{"status":"success","data":{"resultType":"vector","result":[]}}'
          : "404 page not found",
      );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
};

test("what only answers queries is asked them, and the rest is not known", async () => {
  const url = await startQuerier();
  const facts = await read({ selectors: [selectorQuestion("load")] }, url);
  expect(await readLiveConfig(asking(url))).toBeUndefined();
  expect(facts.groups).toBeUndefined();
  expect(facts.selectors.get("load")).toMatchObject({
    kind: "missing",
    cause: { kind: "unknown" },
  });
  expect(facts.unanswered.map(({ question }) => question)).toEqual([
    "which rules are loaded",
    "which targets are scraped",
    "which types metrics have",
    "how many series there are",
    expect.stringContaining("why load selects nothing"),
  ]);
});

test("an address at which nobody or no Prometheus answers is an error", async () => {
  await expect(read({}, "http://127.0.0.1:9")).rejects.toMatchObject({ kind: "unreachable" });
  await expect(read({}, `${running.url}/nowhere`)).rejects.toMatchObject({ kind: "refused" });
});
