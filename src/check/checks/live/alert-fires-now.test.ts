import { afterAll, beforeAll, expect, test } from "vitest";
import { foundLive } from "../../../../test/found-live.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { openMetricsOf } from "../../../../test/open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { alertFiresNow } from "./alert-fires-now.ts";

const NOW = Date.UTC(2026, 0, 12, 12);

const loaded = alertFiles(["shop_load == 1", { alert: "Loaded" }]);

let running: PrometheusWithHistory;
beforeAll(async () => {
  const instances = ["a", "b", "c"];
  running = await startPrometheusWithHistory({
    openMetrics: openMetricsOf(
      instances.map((instance) => ({
        series: `shop_load{instance="${instance}"}`,
        until: NOW,
        minutes: 5,
      })),
    ),
    config: "rule_files: [rules.yml]\n",
    files: loaded,
  });
});
afterAll(() => running.stop());

const found = (files: Readonly<Record<string, string>>, settings = {}) =>
  foundLive(alertFiresNow, { url: running.url, at: NOW, files, settings });

test("a new alert whose condition holds is a note", async () => {
  expect(await found(alertFiles(["shop_load == 1", { for: "5m" }]))).toMatchObject([
    {
      severity: "info",
      line: 5,
      message:
        "the condition holds at this moment: 3 alerts as soon as the rule is loaded, once that has lasted 5m",
    },
  ]);
});

test("very many alerts are a warning, also of a rule that is loaded", async () => {
  const settings = { liveLimits: { alerts: 2 } };
  expect(await found(loaded, settings)).toMatchObject([
    { severity: "warning", message: "the condition holds at this moment: 3 alerts" },
  ]);
});

test("what is loaded, what does not hold and what reads nothing is let be", async () => {
  expect(await found(loaded)).toEqual([]);
  expect(await found(alertFiles(["shop_load > 1"]))).toEqual([]);
  expect(await found(alertFiles(["vector(1)"]))).toEqual([]);
});
