import { afterAll, beforeAll, expect, test } from "vitest";
import { type Exporter, startExporter } from "../../../../test/exporter.ts";
import { foundLive } from "../../../../test/found-live.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { eventually } from "../../../../test/running-server.ts";
import { metadataType } from "./metadata-type.ts";

const METRICS = `# TYPE shop_queue gauge
shop_queue 3
# TYPE shop_served counter
shop_served 7
# TYPE shop_wait summary
shop_wait{quantile="0.9"} 1
shop_wait_sum 5
shop_wait_count 6
# TYPE shop_time histogram
shop_time_bucket{le="1"} 1
shop_time_bucket{le="+Inf"} 2
shop_time_sum 2
shop_time_count 2
# TYPE shop_mixed gauge
shop_mixed 1
`;

let exporters: readonly Exporter[];
let running: PrometheusWithHistory;
beforeAll(async () => {
  exporters = await Promise.all([
    startExporter(METRICS),
    startExporter("# TYPE shop_mixed counter\nshop_mixed 1\n"),
  ]);
  const targets = exporters.map(({ address }) => address);
  running = await startPrometheusWithHistory({
    openMetrics: "# EOF\n",
    config: `scrape_configs: [{job_name: shop, scrape_interval: 1s, static_configs: [{targets: ${JSON.stringify(targets)}}]}]\n`,
  });
  await eventually(async () => {
    const response = await fetch(`${running.url}/api/v1/metadata?metric=shop_mixed`);
    const { data } = (await response.json()) as { data: { shop_mixed?: unknown[] } };
    return data.shop_mixed?.length === 2;
  });
});
afterAll(async () => {
  await running.stop();
  for (const { stop } of exporters) await stop();
});

const found = (expr: string) =>
  foundLive(metadataType, { url: running.url, at: Date.now(), files: alertFiles([expr]) });

test.each([
  ["rate(shop_queue[5m]) > 1", "rate", "shop_queue is a gauge, and rate takes every fall"],
  ["deriv(shop_served[5m]) > 1", "deriv", "shop_served is a counter"],
  ["shop_served > 100", "shop_served", "shop_served counts since its process was started"],
  [
    "histogram_quantile(0.9, rate(shop_wait[5m])) > 1",
    "histogram_quantile",
    "shop_wait is a summary",
  ],
])("%s is found by what the target says", async (expr, part, message) => {
  expect(await found(expr)).toMatchObject([
    {
      severity: "warning",
      column: columnOf(expr, part),
      message: expect.stringContaining(message),
    },
  ]);
});

test("targets that disagree are a note, and nothing else is said of their metric", async () => {
  expect(await found("rate(shop_mixed[5m]) > 1")).toMatchObject([
    {
      severity: "info",
      message: "targets disagree on shop_mixed: counter for some, gauge for others",
    },
  ]);
});

test.each([
  "rate(shop_served[5m]) > 1",
  "shop_queue > 5",
  "histogram_quantile(0.9, rate(shop_time_bucket[5m])) > 1",
  "rate(shop_wait_count[5m]) > 1",
  "rate(shop_unknown[5m]) > 1",
  "rate(node_load1[5m]) > 1",
])("%s is let be", async (expr) => {
  expect(await found(expr)).toEqual([]);
});
