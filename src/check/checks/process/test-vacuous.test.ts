import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { type Files, foundBy } from "../../../../test/found-by.ts";
import { testVacuous } from "./test-vacuous.ts";

const RULES = `groups:
- name: records
  rules:
  - record: shop:errors:rate5m
    expr: sum(rate(shop_errors_total[5m]))
- name: alerts
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
  - alert: ShopFails
    expr: shop:errors:rate5m > 1
  - alert: ShopGone
    expr: absent(up{job="shop"})
`;

const tests = (
  cases: string,
  { files = "rules.yml", series = 'up{job="shop"}', order = "" } = {},
) => `rule_files: [${files}]
${order}tests:
- input_series: [{series: '${series}', values: 1x10}]
  alert_rule_test:
${cases}`;

const silent = (name: string) => `  - {eval_time: 5m, alertname: ${name}, exp_alerts: []}\n`;

/** What promtool says of the test, which is what makes vacuous tests dangerous. */
const passes = async (files: Files): Promise<boolean> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-vacuous-"));
  try {
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    const run = promisify(execFile)("promtool", ["test", "rules", join(folder, "rules_test.yml")]);
    return await run.then(
      ({ stdout }) => stdout.includes("SUCCESS"),
      () => false,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};

test("a test of an alert that no rule is passes, and is shown at the name", async () => {
  const files = { "rules.yml": RULES, "rules_test.yml": tests(silent("ShopDwon")) };
  expect(foundBy(testVacuous, files)).toMatchObject([
    {
      severity: "warning",
      file: "rules_test.yml",
      line: 5,
      column: 32,
      subject: "ShopDwon",
      help: "did you mean ShopDown?",
    },
  ]);
  expect(await passes(files)).toBe(true);
});

test("a test that loads no file passes, and is shown at the path", async () => {
  const files = {
    "rules.yml": RULES,
    "rules_test.yml": tests(silent("ShopDown"), { files: "rule.yml" }),
  };
  expect(foundBy(testVacuous, files)).toMatchObject([
    { line: 1, column: 14, message: expect.stringContaining('"rule.yml" is no file of this set') },
  ]);
  expect(await passes(files)).toBe(true);
});

test("a test of an alert in a file that it does not load passes", async () => {
  const files = {
    "rules.yml": RULES,
    "other.yml": "groups: [{name: other, rules: [{alert: TillDown, expr: up == 0}]}]\n",
    "rules_test.yml": tests(silent("TillDown")),
  };
  expect(foundBy(testVacuous, files)).toMatchObject([
    { subject: "TillDown", message: expect.stringContaining("other.yml") },
  ]);
  expect(await passes(files)).toBe(true);
});

test.each([
  ["another job", "ShopDown", 'up{job="till"}'],
  ["another metric", "ShopFails", "shop_error_total"],
])("a test whose series are of %s passes whatever the threshold", async (_, name, series) => {
  const order = "group_eval_order: [records, alerts]\n";
  const files = { "rules.yml": RULES, "rules_test.yml": tests(silent(name), { series, order }) };
  expect(foundBy(testVacuous, files)).toMatchObject([
    { subject: name, message: expect.stringContaining("no input series") },
  ]);
  expect(await passes(files)).toBe(true);
});

test.each([
  ["reads its series", "ShopDown", 'up{job="shop"}'],
  ["reads a recorded series", "ShopFails", "shop_errors_total"],
  ["needs no series", "ShopGone", 'up{job="till"}'],
])("an alert that %s is tested", (_, name, series) => {
  const order = "group_eval_order: [records, alerts]\n";
  const files = { "rules.yml": RULES, "rules_test.yml": tests(silent(name), { series, order }) };
  expect(foundBy(testVacuous, files)).toEqual([]);
});

test("an alert that reads another group's series needs an order of groups", () => {
  const cases = silent("ShopFails");
  const series = "shop_errors_total";
  const files = { "rules.yml": RULES, "rules_test.yml": tests(cases, { series }) };
  expect(foundBy(testVacuous, files)).toMatchObject([
    { line: 1, column: 14, help: "add group_eval_order: [records, alerts]" },
  ]);
});

test("rules in a manifest are tested through a file made of it", () => {
  const manifest = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop}
spec:
  ${RULES.replaceAll("\n", "\n  ").trimEnd()}
`;
  const files = {
    "shop.yaml": manifest,
    "rules_test.yml": tests(silent("ShopDown"), { files: "generated.yml" }),
  };
  expect(foundBy(testVacuous, files)).toEqual([]);
});

test("tests without any rules prove nothing either way", () => {
  expect(foundBy(testVacuous, { "rules_test.yml": tests(silent("ShopDown")) })).toEqual([]);
});
