import { expect, test } from "vitest";
import { parseYaml } from "../lib/located-yaml.ts";
import { readRuleTestsIn } from "./rule-test-file.ts";

const TEXT = `rule_files: [rules/*.yml]
evaluation_interval: 30s
group_eval_order: [recording, alerts]
tests:
  - name: down
    interval: 1m
    external_labels: {cluster: eu}
    input_series:
      - series: 'up{job="gateway"}'
        values: '1x3 0+1x2 _ stale'
    alert_rule_test:
      - eval_time: 10m
        alertname: GatewayDown
        exp_alerts:
          - exp_labels: {severity: page, job: gateway}
            exp_annotations:
              summary: down
      - alertname: GatewayDown
        exp_alerts: []
    promql_expr_test:
      - expr: up == 0
        eval_time: 5m
        exp_samples:
          - labels: 'up{job="gateway"}'
            value: 0
`;

test("a test file is read with the place of each part", () => {
  const { tests: file, problems } = readRuleTestsIn(parseYaml(TEXT, "tests.yml"));
  expect(problems).toEqual([]);
  expect(file).toMatchObject({
    ruleFiles: [{ text: "rules/*.yml" }],
    evaluationIntervalMs: 30_000,
    groupEvalOrder: [{ text: "recording" }, { text: "alerts" }],
    tests: [
      {
        name: { text: "down" },
        interval: { ms: 60_000 },
        externalLabels: [{ name: { text: "cluster" }, value: { text: "eu" } }],
        alertRuleTests: [
          {
            evalTime: { ms: 600_000 },
            alertname: { text: "GatewayDown" },
            expected: [
              {
                labels: [{ value: { text: "page" } }, { value: { text: "gateway" } }],
                annotations: [{ name: { text: "summary" }, value: { text: "down" } }],
              },
            ],
          },
          { evalTime: undefined, expected: [] },
        ],
        promqlExprTests: [
          {
            expr: { text: "up == 0" },
            expected: [{ labels: { text: 'up{job="gateway"}' }, value: 0 }],
          },
        ],
      },
    ],
  });
  expect(file?.tests[0]?.inputSeries[0]?.items).toHaveLength(4);
  expect(file?.tests[0]?.alertRuleTests[1]?.place).toMatchObject({ line: 18, column: 9 });
});

const one = (...lines: string[]) => `tests:\n- ${lines.join("\n  ")}\n`;

test.each([
  ["unknown-field 1:1", "rule_file: []\n"],
  ["invalid-duration 1:22", "evaluation_interval: 5\n"],
  ["duplicate-group 1:23", "group_eval_order: [a, a]\n"],
  ["unknown-field 2:3", one("input_serie: []")],
  ["missing-field 3:5", one("input_series:", "- series: up")],
  ["series-values 3:28", one("input_series:", "- {series: up, values: 1 two}")],
  ["missing-field 3:5", one("alert_rule_test:", "- eval_time: 1m")],
  ["unknown-field 3:6", one("alert_rule_test:", "- {alert: a, alertname: a}")],
  ["unknown-field 4:19", one("alert_rule_test:", "- alertname: a", "  exp_alerts: [{labels: {}}]")],
  ["missing-field 3:5", one("promql_expr_test:", "- eval_time: 1m")],
  ["wrong-type 4:27", one("promql_expr_test:", "- expr: up", "  exp_samples: [{value: one}]")],
])("a test file is refused with %s", (problem, text) => {
  const { problems } = readRuleTestsIn(parseYaml(text, "tests.yml"));
  expect(problems.map(({ rule, place }) => `${rule} ${place.line}:${place.column}`)).toEqual([
    problem,
  ]);
});

test("an order that is not written is undefined", () => {
  expect(readRuleTestsIn(parseYaml("tests: []\n", "t.yml")).tests?.groupEvalOrder).toBeUndefined();
});
