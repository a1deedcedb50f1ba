import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { tooLongScrapeInterval } from "./too-long-scrape-interval.ts";

const found = (global: string, own = "") =>
  foundBy(tooLongScrapeInterval, {
    "prometheus.yml": `global: {scrape_interval: ${global}}
scrape_configs:
- job_name: shop
${own}  static_configs: [{targets: [a]}]
`,
  });

test("a job that is scraped as rarely as samples are seen is shown at its interval", () => {
  expect(found("1m", "  scrape_interval: 5m\n")).toMatchObject([
    { severity: "warning", line: 4, column: 20, subject: "shop" },
  ]);
});

test("an interval of the whole configuration is shown at the job", () => {
  expect(found("10m")).toMatchObject([{ line: 3, column: 13 }]);
});

test("shorter intervals are let be", () => {
  expect(found("4m")).toEqual([]);
  expect(found("10m", "  scrape_interval: 1m\n")).toEqual([]);
});

test("promtool shows that an alert on such a series resolves between scrapes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-scrape-"));
  const rules = "groups: [{name: g, rules: [{alert: Down, expr: up == 0}]}]\n";
  const cases = [
    "{eval_time: 4m, alertname: Down, exp_alerts: [{exp_labels: {}}]}",
    "{eval_time: 6m, alertname: Down, exp_alerts: []}",
    "{eval_time: 8m, alertname: Down, exp_alerts: [{exp_labels: {}}]}",
  ];
  const tests = `rule_files: [rules.yml]
tests:
- interval: 8m
  input_series: [{series: up, values: 0 0}]
  alert_rule_test: [${cases.join(", ")}]
`;
  try {
    await writeFile(join(folder, "rules.yml"), rules);
    await writeFile(join(folder, "test.yml"), tests);
    const { stdout } = await promisify(execFile)("promtool", [
      "test",
      "rules",
      join(folder, "test.yml"),
    ]);
    expect(stdout).toContain("SUCCESS");
  } finally {
    await rm(folder, { recursive: true });
  }
});
