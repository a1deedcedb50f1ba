import { afterAll, beforeAll, expect, test } from "vitest";
import { foundLive } from "../../../../test/found-live.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { openMetricsOf } from "../../../../test/open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { eventually } from "../../../../test/running-server.ts";
import { queryFails } from "./query-fails.ts";

const NOW = Date.UTC(2026, 0, 12, 12);
const lately = { until: NOW, minutes: 5 };

/** Two results that differ in x alone, which the rule overwrites. */
const LOADED = `groups:
- name: loaded
  interval: 1s
  rules:
  - alert: Twice
    expr: label_replace(vector(1), "x", "a", "", "") or label_replace(vector(1), "x", "b", "", "")
    labels: {x: c}
`;

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({
    openMetrics: openMetricsOf([
      { series: 'shop_used{host="a",disk="1"}', ...lately },
      { series: 'shop_used{host="a",disk="2"}', ...lately },
      { series: 'shop_size{host="a",disk="1"}', ...lately },
      { series: 'shop_size{host="a",disk="2"}', ...lately },
    ]),
    config: "rule_files: [loaded.yml]\n",
    files: { "loaded.yml": LOADED },
  });
  await eventually(async () => {
    const response = await fetch(`${running.url}/api/v1/rules`);
    return (await response.text()).includes('"health":"err"');
  });
});
afterAll(() => running.stop());

const found = (files: Readonly<Record<string, string>>) =>
  foundLive(queryFails, { url: running.url, at: NOW, files });

test("a match that the series make fail is told in the words of Prometheus", async () => {
  expect(await found(alertFiles(["shop_used / on (host) shop_size > 0.9"]))).toMatchObject([
    {
      severity: "error",
      line: 5,
      message: expect.stringMatching(/evaluated now, the rule fails: .*duplicate series/),
    },
  ]);
});

test("a loaded rule whose last evaluation failed is told with its error", async () => {
  expect(await found({ "rules.yml": LOADED })).toMatchObject([
    {
      severity: "error",
      subject: "Twice",
      message: expect.stringMatching(/its last evaluation failed: .*labelset/),
    },
  ]);
});

test("a rule that can be evaluated is let be", async () => {
  expect(await found(alertFiles(["shop_used / on (host, disk) shop_size > 0.9"]))).toEqual([]);
});
