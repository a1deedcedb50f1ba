import { afterAll, beforeAll, expect, test } from "vitest";
import { type Exporter, startExporter } from "../../../../test/exporter.ts";
import { foundLive } from "../../../../test/found-live.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { openMetricsOf } from "../../../../test/open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { eventually } from "../../../../test/running-server.ts";
import { scrapeIntervalWindow } from "./scrape-interval-window.ts";

const NOW = Date.UTC(2026, 0, 12, 12);
const lately = { until: NOW, minutes: 10 };

let exporter: Exporter;
let running: PrometheusWithHistory;
beforeAll(async () => {
  exporter = await startExporter("");
  const targets = JSON.stringify([{ targets: [exporter.address] }]);
  running = await startPrometheusWithHistory({
    openMetrics: openMetricsOf([
      { series: 'shop_sold_total{job="often"}', ...lately },
      { series: 'backup_done_total{job="seldom"}', ...lately },
      { series: 'pushed_total{job="nowhere"}', ...lately },
    ]),
    config: `scrape_configs:
- {job_name: often, scrape_interval: 15s, static_configs: ${targets}}
- {job_name: seldom, scrape_interval: 2m, static_configs: ${targets}}
`,
  });
  await eventually(async () => {
    const response = await fetch(`${running.url}/api/v1/targets?state=active`);
    return (await response.text()).includes('"scrapePool":"seldom"');
  });
});
afterAll(async () => {
  await running.stop();
  await exporter.stop();
});

const found = (expr: string) =>
  foundLive(scrapeIntervalWindow, { url: running.url, at: NOW, files: alertFiles([expr]) });

test.each([
  ["rate(backup_done_total[1m]) > 0", "error", "never holds two samples"],
  ["increase(backup_done_total[3m]) > 0", "warning", "holds two samples at times only"],
  ["rate(backup_done_total[5m]) > 0", "info", "has no room"],
])("%s: %s", async (expr, severity, effect) => {
  expect(await found(expr)).toMatchObject([
    {
      severity,
      column: columnOf(expr, "["),
      message: expect.stringMatching(
        new RegExp(`^targets of the job seldom are scraped every 2m: .*${effect}`),
      ),
      help: expect.stringContaining("8m"),
    },
  ]);
});

test.each([
  ["a window with room", "rate(backup_done_total[8m]) > 0"],
  ["a job that is scraped often", "rate(shop_sold_total[1m]) > 0"],
  ["what the configuration says by itself", 'rate(backup_done_total{job="seldom"}[3m]) > 0'],
  ["series of no target", "rate(pushed_total[1m]) > 0"],
  ["a function of any number of samples", "max_over_time(backup_done_total[1m]) > 0"],
])("%s is let be", async (_, expr) => {
  expect(await found(expr)).toEqual([]);
});
