import { afterAll, beforeAll, expect, test } from "vitest";
import { foundLive } from "../../../../test/found-live.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { openMetricsOf } from "../../../../test/open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { cardinalityHigh } from "./cardinality-high.ts";

const NOW = Date.UTC(2026, 0, 12, 12);

const series = Array.from({ length: 30 }, (_, index) => ({
  series: `shop_load{job="shop",instance="${index}"}`,
  until: NOW,
  minutes: 2,
}));

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({ openMetrics: openMetricsOf(series) });
});
afterAll(() => running.stop());

const settings = { liveLimits: { series: 29 } };
const found = (files: Readonly<Record<string, string>>, given = settings) =>
  foundLive(cardinalityHigh, { url: running.url, at: NOW, files, settings: given });

test("an alert counts what it compares, whether or not the comparison holds", async () => {
  expect(await found(alertFiles(["shop_load > 5"]))).toMatchObject([
    {
      severity: "warning",
      line: 5,
      message: "the rule compares 30 series: as many alerts are possible at once",
    },
  ]);
  expect(await found(alertFiles(["5 < shop_load and shop_load < 0"]))).toHaveLength(1);
});

test("a recording rule counts what it records", async () => {
  const rules =
    "groups:\n- name: g\n  rules:\n  - record: a:load:double\n    expr: shop_load * 2\n";
  expect(await found({ "rules.yml": rules })).toMatchObject([
    { subject: "a:load:double", message: expect.stringContaining("the rule records 30 series") },
  ]);
});

test("what is within the limit is let be", async () => {
  expect(await found(alertFiles(["sum by (job) (shop_load) > 5"]))).toEqual([]);
  expect(await found(alertFiles(["shop_load > 5"]), { liveLimits: { series: 30 } })).toEqual([]);
});
