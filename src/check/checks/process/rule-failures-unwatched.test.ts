import { expect, test } from "vitest";
import { criticalAlert } from "../../../../test/critical-alert.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { ruleFailuresUnwatched } from "./rule-failures-unwatched.ts";

test("nobody watches whether rules can be evaluated", () => {
  expect(foundBy(ruleFailuresUnwatched, criticalAlert("up == 0"))).toMatchObject([
    { severity: "warning", file: "rules.yml", line: 2, column: 9, subject: "rules.yml" },
  ]);
});

test.each([
  "increase(prometheus_rule_evaluation_failures_total[5m]) > 0",
  "increase(cortex_prometheus_rule_evaluation_failures_total[5m]) > 0",
  "increase(vmalert_alerting_rules_errors_total[5m]) > 0",
])("%s watches it", (expr) => {
  expect(foundBy(ruleFailuresUnwatched, criticalAlert(expr))).toEqual([]);
});

test("evaluations that succeed or are slow say nothing of those that fail", () => {
  const expr = "rate(prometheus_rule_evaluations_total[5m]) == 0";
  expect(foundBy(ruleFailuresUnwatched, criticalAlert(expr))).toHaveLength(1);
});
