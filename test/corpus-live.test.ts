import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { CHECKS } from "../src/check/checks.ts";
import { startExporter } from "./exporter.ts";
import { liveReport } from "./found-live.ts";
import { startPrometheusWithHistory } from "./prometheus-with-history.ts";
import { filesOf } from "./repository.ts";
import { eventually } from "./running-server.ts";

const RULES = readFileSync("test/corpus/prometheus-rules.yml", "utf8");

/** A Prometheus that scrapes an address, with the rules of the corpus. */
const startScraping = async (address: string): Promise<string> => {
  const running = await startPrometheusWithHistory({
    openMetrics: "# EOF\n",
    config: `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yml]
scrape_configs: [{job_name: prometheus, static_configs: [{targets: ["${address}"]}]}]
`,
    files: { "rules.yml": RULES },
  });
  onTestFinished(() => running.stop());
  return running.url;
};

/** One that watches another, once it has seen it at work. */
const startWatching = async (): Promise<string> => {
  const exporter = await startExporter("something 1\n");
  onTestFinished(() => exporter.stop());
  const watched = await startScraping(exporter.address);
  const watching = await startScraping(new URL(watched).host);
  const atWork = "prometheus_tsdb_head_samples_appended_total > 0";
  await eventually(async () => {
    const response = await fetch(`${watching}/api/v1/query?query=${encodeURIComponent(atWork)}`);
    return (await response.text()).includes('"job":"prometheus"');
  });
  return watching;
};

test("of right rules, a running Prometheus that has their series shows nothing but what it does not use", async () => {
  const live = CHECKS.filter(({ name }) => filesOf(`src/check/checks/live/${name}.ts`).length > 0);
  expect(live.length).toBeGreaterThanOrEqual(10);
  const url = await startWatching();
  const report = await liveReport(live, {
    url,
    files: { "rules.yml": RULES },
    at: Date.now(),
    settings: { prometheusVersion: "2.42" },
  });
  const shown = report.findings.map(
    ({ severity, rule, message }) => `${severity} ${rule}: ${message.split(",")[0]}`,
  );
  expect(shown).toEqual([
    "info series-missing: there are no series of prometheus_notifications_errors_total",
    "warning series-missing: there are no series of prometheus_notifications_sent_total",
    "warning series-missing: there are no series of prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
    "info series-missing: there are no series of prometheus_sd_refresh_failures_total",
  ]);
  expect(report.assumptions.filter((text) => text.startsWith("not known"))).toEqual([]);
});
