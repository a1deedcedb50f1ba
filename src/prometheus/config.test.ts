import { expect, test } from "vitest";
import { readPrometheusConfig } from "./config.ts";

const TEXT = `global:
  scrape_interval: 30s
  external_labels:
    cluster: eu-1
    replica: '0'
rule_files:
  - rules/*.yml
alerting:
  alert_relabel_configs:
    - regex: replica
      action: labeldrop
  alertmanagers:
    - static_configs:
        - targets: ['am:9093']
    - kubernetes_sd_configs: [{role: pod}]
      alert_relabel_configs:
        - source_labels: [severity]
          target_label: priority
scrape_configs:
  - job_name: gateway
    scrape_interval: 10s
    static_configs:
      - targets: ['a:80', 'b:80']
        labels: {env: prod}
    metric_relabel_configs:
      - source_labels: [__name__]
        regex: go_.*
        action: drop
  - job_name: node
    honor_labels: true
    file_sd_configs: [{files: [x.json]}]
remote_write:
  - url: http://x
`;

test("what matters to alerts is read with its defaults", () => {
  const { config, problems } = readPrometheusConfig(TEXT, "prometheus.yml");
  expect(problems).toEqual([]);
  expect(config).toMatchObject({
    scrapeIntervalMs: 30_000,
    evaluationIntervalMs: 60_000,
    ruleQueryOffsetMs: 0,
    names: undefined,
    externalLabels: [
      { name: { text: "cluster" }, value: { text: "eu-1" } },
      { name: { text: "replica" }, value: { text: "0" } },
    ],
    ruleFiles: [{ text: "rules/*.yml" }],
    alertRelabelConfigs: [
      {
        action: "labeldrop",
        regex: "replica",
        separator: ";",
        replacement: "$1",
        targetLabel: "",
        sourceLabels: [],
        modulus: 0,
      },
    ],
    alertmanagers: [
      { isDiscovering: false, staticTargets: [{ targets: [{ text: "am:9093" }] }] },
      {
        isDiscovering: true,
        alertRelabelConfigs: [
          { action: "replace", regex: "(.*)", targetLabel: "priority", sourceLabels: ["severity"] },
        ],
      },
    ],
    scrapeConfigs: [
      {
        jobName: { text: "gateway" },
        scrapeIntervalMs: 10_000,
        isDiscovering: false,
        honorsLabels: false,
        staticTargets: [{ labels: [{ name: { text: "env" } }] }],
        metricRelabelConfigs: [{ action: "drop" }],
      },
      {
        jobName: { text: "node" },
        scrapeIntervalMs: 30_000,
        isDiscovering: true,
        honorsLabels: true,
      },
    ],
  });
  expect(config?.externalLabels[0]?.value.placeAt(0)).toMatchObject({ line: 4, column: 14 });
});

test.each([
  ["unknown-field 1:1", "scrape_config: []\n"],
  ["invalid-duration 2:20", "global:\n  scrape_interval: 30\n"],
  ["missing-field 2:5", "scrape_configs:\n  - static_configs: []\n"],
  ["duplicate-job 3:16", "scrape_configs:\n  - {job_name: a}\n  - {job_name: a}\n"],
  [
    "unknown-action 4:15",
    "alerting:\n  alert_relabel_configs:\n    - regex: x\n      action: lableDrop\n",
  ],
  ["missing-field 3:7", "alerting:\n  alert_relabel_configs:\n    - regex: x\n"],
  ["unknown-scheme 2:34", "global:\n  metric_name_validation_scheme: utf16\n"],
  ["wrong-type 1:1", "- a\n"],
])("a configuration is refused with %s", (problem, text) => {
  const { problems } = readPrometheusConfig(text, "prometheus.yml");
  expect(problems.map(({ rule, place }) => `${rule} ${place.line}:${place.column}`)).toEqual([
    problem,
  ]);
});

test("an empty text is no configuration", () => {
  expect(readPrometheusConfig("", "prometheus.yml")).toEqual({ config: undefined, problems: [] });
});
