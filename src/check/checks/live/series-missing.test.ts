import { afterAll, beforeAll, expect, test } from "vitest";
import { foundLive } from "../../../../test/found-live.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { openMetricsOf } from "../../../../test/open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { seriesMissing } from "./series-missing.ts";

const NOW = Date.UTC(2026, 0, 12, 12);
const HOUR = 3_600_000;
const lately = { until: NOW, minutes: 30 };

const openMetrics = openMetricsOf([
  { series: 'shop_temperature{job="shop",room="cellar"}', ...lately },
  { series: 'shop_temperature{job="shop",room="attic"}', ...lately },
  { series: 'shop_door{job="shop",side="north"}', ...lately },
  { series: 'shop_door{job="bakery",side="south"}', ...lately },
  { series: 'shop_orders_total{job="shop",code="200"}', ...lately },
  { series: 'shop_old_level{job="shop"}', until: NOW - 30 * HOUR, minutes: 60 },
  { series: 'shop_nightly{job="shop"}', until: NOW - 3 * HOUR, minutes: 2 },
]);

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({ openMetrics });
});
afterAll(() => running.stop());

const found = (expr: string, settings = {}) =>
  foundLive(seriesMissing, { url: running.url, at: NOW, files: alertFiles([expr]), settings });

test("a metric that never was is told with the name that was meant", async () => {
  const expr = 'sum(shop_temprature{room="attic"}) > 30';
  expect(await found(expr)).toEqual([
    expect.objectContaining({
      severity: "warning",
      line: 5,
      column: columnOf(expr, "shop"),
      message:
        "there are no series of shop_temprature, and there were none in the last 7 days\nas long as that is so, Case cannot fire",
      help: "did you mean shop_temperature?",
    }),
  ]);
});

test("a metric that is gone is told with its last sample", async () => {
  expect(await found("shop_old_level > 1")).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining("the last sample is of 2026-01-11T06:00:00.000Z"),
    },
  ]);
});

test("the matcher that no series passes is found, with the values that there are", async () => {
  const expr = 'shop_temperature{job="shop", room="celar"} > 30';
  expect(await found(expr)).toMatchObject([
    {
      severity: "warning",
      column: columnOf(expr, 'room="celar"'),
      message: expect.stringContaining(
        'no series of shop_temperature has room="celar": room is attic, cellar, and there were none',
      ),
      help: "did you mean cellar?",
    },
  ]);
});

test("a label that the metric does not have is told", async () => {
  expect(await found('shop_temperature{rom="attic"} > 30')).toMatchObject([
    { message: expect.stringContaining("nor any label rom"), help: "did you mean room?" },
  ]);
});

test("matchers that only exclude each other are told as a whole", async () => {
  expect(await found('shop_door{job="shop", side="south"} > 0')).toMatchObject([
    { message: expect.stringContaining("each of its matchers finds series by itself") },
  ]);
});

test.each([
  ["a code that a counter has not counted yet", 'rate(shop_orders_total{code="500"}[5m]) > 1'],
  ["a counter of failures", "increase(shop_failures_total[5m]) > 0"],
  ["what has another in its place", "shop_temperature_new > 1 or shop_temperature > 1"],
  ["what would only keep alerts away", "shop_temperature > 1 unless shop_holiday"],
])("%s is a note", async (_, expr) => {
  expect(await found(expr)).toMatchObject([{ severity: "info" }]);
});

test.each([
  ["the alert waits for", "absent(shop_unknown)"],
  ["has a number in its place", "(sum(rate(shop_unknown_total[5m])) or vector(0)) == 0"],
  ["is beside a test of its absence", "shop_unknown == 0 or absent(shop_unknown)"],
  ["is there", 'shop_temperature{room=~"a.*"} offset 1w > 30'],
  ["was there in the window", "increase(shop_nightly[1d]) < 1"],
  ["is about alerts", 'ALERTS{alertname="Other"} == 1'],
])("what %s is let be", async (_, expr) => {
  expect(await found(expr)).toEqual([]);
});

test("what a rule of the set records is let be, and one cause is told once", async () => {
  const rules = `groups:
- name: shop
  rules:
  - record: job:unknown:sum
    expr: sum by (job) (shop_unknown)
  - alert: Low
    expr: job:unknown:sum < 1
  - alert: Lower
    expr: shop_unknown < 1
`;
  const files = { "rules.yml": rules };
  const findings = await foundLive(seriesMissing, { url: running.url, at: NOW, files });
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringContaining("job:unknown:sum records nothing (and so for 1 other rule)"),
  ]);
});
