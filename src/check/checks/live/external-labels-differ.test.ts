import { afterAll, beforeAll, expect, test } from "vitest";
import { foundLive, liveReport } from "../../../../test/found-live.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { templateExternalLabel } from "../labels/template-external-label.ts";
import { ruleFileNotLoaded } from "../process/rule-file-not-loaded.ts";
import { externalLabelsDiffer } from "./external-labels-differ.ts";

const CONFIG = `global:
  scrape_interval: 30s
  external_labels: {cluster: north, replica: a}
alerting:
  alert_relabel_configs: [{regex: replica, action: labeldrop}]
`;

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({ openMetrics: "# EOF\n", config: CONFIG });
});
afterAll(() => running.stop());

const found = (config: string) =>
  foundLive(externalLabelsDiffer, {
    url: running.url,
    at: Date.now(),
    files: { "prometheus.yml": config },
  });

test("the configuration that is running is let be", async () => {
  expect(await found(CONFIG)).toEqual([]);
});

test("external labels that differ, are missing or are too many are told", async () => {
  const other = CONFIG.replace("{cluster: north, replica: a}", "{cluster: south, zone: z}");
  expect(await found(other)).toMatchObject([
    {
      severity: "warning",
      line: 1,
      message: expect.stringContaining('has the external label replica="a"'),
    },
    {
      line: 3,
      column: 21,
      message: expect.stringMatching(/cluster is "south" here, .* has "north": alerts arrive/),
    },
    { message: expect.stringMatching(/zone is "z" here, .* has no such label/) },
  ]);
});

test("other relabelling is a warning, other intervals are a note", async () => {
  const other = CONFIG.replace("regex: replica", "regex: cluster").replace("30s", "15s");
  expect(await found(other)).toMatchObject([
    { severity: "info", message: "scrape_interval is 15s here, and 30s in the running Prometheus" },
    { severity: "warning", line: 5, message: expect.stringContaining("alert_relabel_configs") },
  ]);
});

test("values of the environment, and configurations of others beside the right one, are let be", async () => {
  expect(await found(CONFIG.replace("replica: a", "replica: $HOST"))).toEqual([]);
  const files = { "a.yml": CONFIG.replace("north", "south"), "b.yml": CONFIG };
  expect(
    await foundLive(externalLabelsDiffer, { url: running.url, at: Date.now(), files }),
  ).toEqual([]);
});

test("without a configuration all checks go by the running one", async () => {
  const summary = "{{ $externalLabels.cluster }} {{ $externalLabels.region }}";
  const files = alertFiles(["up == 0", { annotations: { summary } }]);
  const checks = [templateExternalLabel, ruleFileNotLoaded];
  const report = await liveReport(checks, { url: running.url, at: Date.now(), files });
  expect(report.findings).toMatchObject([
    { rule: "template-external-label", message: expect.stringContaining("region") },
  ]);
  expect(report.assumptions.join("\n")).not.toContain("no Prometheus configuration was given");
});
