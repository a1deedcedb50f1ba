import { afterAll, beforeAll, expect, test } from "vitest";
import { foundLive } from "../../../../test/found-live.ts";
import { type AlertFields, alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { openMetricsOf } from "../../../../test/open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { seriesLabelMissing } from "./series-label-missing.ts";

const NOW = Date.UTC(2026, 0, 12, 12);
const lately = { until: NOW, minutes: 30 };

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({
    openMetrics: openMetricsOf([
      { series: 'shop_load{job="shop",instance="a",zone="north"}', ...lately },
      { series: 'shop_load{job="shop",instance="b"}', ...lately },
      { series: 'shop_size{job="shop",instance="a"}', ...lately },
    ]),
  });
});
afterAll(() => running.stop());

const found = (expr: string, fields: AlertFields = {}) =>
  foundLive(seriesLabelMissing, {
    url: running.url,
    at: NOW,
    files: alertFiles([expr, fields]),
  });

test("a label to aggregate by that no series has is found where it stands", async () => {
  const expr = "sum by (job, zones) (shop_load) > 1";
  expect(await found(expr)).toEqual([
    expect.objectContaining({
      severity: "warning",
      line: 5,
      column: columnOf(expr, "zones"),
      message: expect.stringContaining("no series that is aggregated has the label zones"),
      help: "did you mean zone?",
    }),
  ]);
});

test("a label to match by is found on the side that lacks it", async () => {
  const expr = "shop_load / on (instance, zone) shop_size > 1";
  expect(await found(expr)).toMatchObject([
    {
      column: columnOf(expr, "zone"),
      message: expect.stringContaining("no series on the right of / has the label zone"),
      help: "they have instance, job",
    },
  ]);
  expect(await found("shop_load and on (rack) shop_size")).toMatchObject([
    { message: expect.stringContaining("on either side of and") },
  ]);
});

test("a label that a text shows is found in the text", async () => {
  const annotations = { summary: "{{ $labels.zone }} in {{ $labels.rack }}" };
  expect(await found("shop_load > 1", { annotations })).toMatchObject([
    { line: 7, severity: "warning", message: expect.stringContaining("{{ $labels.rack }} shows") },
  ]);
});

test("a matcher that excludes nothing is a note", async () => {
  expect(await found('shop_load{rack!="a"} > 1')).toMatchObject([
    { severity: "info", message: expect.stringContaining('rack!="a" excludes nothing') },
  ]);
});

test.each([
  ["a label that some series have", "sum by (zone) (shop_load) > 1"],
  [
    "a label that the query writes",
    'sum by (x) (label_replace(shop_load, "x", "$1", "job", "(.*)"))',
  ],
  ["a label that the query counts", 'sum by (x) (count_values("x", shop_load)) > 1'],
  ["a label that is taken away", "sum without (rack) (shop_load) > 1"],
  ["a label that is asked to be absent", 'shop_load{rack=""} > 1'],
  ["series that are not there", "sum by (rack) (shop_unknown) > 1"],
  ["a label that absence gives", 'sum by (rack) (absent(shop_load{rack="a"}))'],
])("%s is let be", async (_, expr) => {
  expect(await found(expr)).toEqual([]);
});

test("what a rule of the set records may get other labels than it has now", async () => {
  const rules = `groups:
- name: shop
  rules:
  - record: shop_size
    expr: sum by (zone) (shop_load)
  - alert: Case
    expr: sum by (zone) (shop_size) > 1
`;
  const files = { "rules.yml": rules };
  expect(await foundLive(seriesLabelMissing, { url: running.url, at: NOW, files })).toEqual([]);
});
