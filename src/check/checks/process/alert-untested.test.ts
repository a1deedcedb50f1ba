import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertUntested } from "./alert-untested.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up == 0
  - alert: ShopSlow
    expr: shop_seconds > 1
`;

const FIRES = "  - {alertname: NAME, eval_time: 1m, exp_alerts: [{exp_labels: {job: a}}]}\n";
const SILENT = "  - {alertname: NAME, eval_time: 0m, exp_alerts: []}\n";

const tests = (cases: string, files = "rules.yml") => `rule_files: [${files}]
tests:
- input_series: [{series: 'up{job="a"}', values: 1 0}]
  alert_rule_test:
${cases}`;

const both = (name: string) => `${FIRES}${SILENT}`.replaceAll("NAME", name);

test("an alert without any case is shown", () => {
  const files = { "rules.yml": RULES, "rules_test.yml": tests(both("ShopDown")) };
  expect(foundBy(alertUntested, files)).toMatchObject([
    { severity: "warning", file: "rules.yml", line: 6, column: 12, subject: "ShopSlow" },
  ]);
});

test("an alert that is only expected to be silent, or only to fire, is half tested", () => {
  const cases = SILENT.replace("NAME", "ShopDown") + FIRES.replace("NAME", "ShopSlow");
  const files = { "rules.yml": RULES, "rules_test.yml": tests(cases) };
  expect(foundBy(alertUntested, files)).toMatchObject([
    { severity: "warning", subject: "ShopDown", message: expect.stringContaining("never fire") },
    { severity: "info", subject: "ShopSlow", message: expect.stringContaining("always fires") },
  ]);
});

test("a query over ALERTS tests an alert too", () => {
  const query = `  promql_expr_test: [{expr: 'ALERTS{alertname="ShopSlow"}', eval_time: 1m}]\n`;
  const files = { "rules.yml": RULES, "rules_test.yml": tests(both("ShopDown") + query) };
  expect(foundBy(alertUntested, files)).toEqual([]);
});

test("a file that no test loads is one finding", () => {
  const files = {
    "rules.yml": RULES,
    "more/rules.yml": RULES.replace("- name: shop", "- name: more").replaceAll("Shop", "Till"),
    "tests/rules_test.yml": tests(both("ShopDown") + both("ShopSlow"), "../rules.yml"),
  };
  expect(foundBy(alertUntested, files)).toMatchObject([
    {
      file: "more/rules.yml",
      subject: "more/rules.yml",
      message: expect.stringContaining("2 alerts"),
    },
  ]);
});

test("without tests nothing is missing, and tested alerts are let be", () => {
  expect(foundBy(alertUntested, { "rules.yml": RULES })).toEqual([]);
  const files = {
    "rules.yml": RULES,
    "rules_test.yml": tests(both("ShopDown") + both("ShopSlow"), '"*.yml"'),
  };
  expect(foundBy(alertUntested, files)).toEqual([]);
});
