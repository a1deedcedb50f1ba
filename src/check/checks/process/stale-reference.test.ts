import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { staleReference } from "./stale-reference.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up == 0
  - alert: ShopFails
    expr: shop_errors > 1
`;

const alertmanager = (matcher: string, more = "") => `route:
  receiver: r
  routes:
  - matchers: ['${matcher}']
    receiver: r
receivers: [{name: r}]
${more}`;

const found = (path: string, text: string) =>
  foundBy(staleReference, { "rules.yml": RULES, [path]: text });

test("a route that names an alert under an old name is shown at the name", () => {
  expect(found("alertmanager.yml", alertmanager('alertname="ShopDwn"'))).toMatchObject([
    {
      severity: "warning",
      file: "alertmanager.yml",
      line: 4,
      column: 28,
      subject: "r",
      help: "did you mean ShopDown?",
    },
  ]);
});

test("each name of an alternation counts", () => {
  const findings = found("alertmanager.yml", alertmanager('alertname=~"ShopDown|ShopFail"'));
  expect(findings).toMatchObject([{ line: 4, column: 38, help: "did you mean ShopFails?" }]);
});

test("a name that resembles none may be of another set", () => {
  expect(found("alertmanager.yml", alertmanager("alertname=Watchdog"))).toMatchObject([
    { severity: "info" },
  ]);
});

test("inhibitions, silences, dashboards, runbooks and tests name alerts too", () => {
  const inhibit =
    'inhibit_rules:\n- source_matchers: [alertname="ShopDwn"]\n  target_matchers: [a="b"]\n';
  expect(found("alertmanager.yml", alertmanager("alertname=ShopDown", inhibit))).toMatchObject([
    { line: 8, message: expect.stringContaining("the source of this inhibition") },
  ]);
  const silence = {
    matchers: [{ name: "alertname", value: "ShopDwn", isRegex: false, isEqual: true }],
    startsAt: "2026-11-20T00:00:00Z",
    endsAt: "2026-12-20T00:00:00Z",
  };
  expect(found("silences.json", JSON.stringify([silence]))).toMatchObject([
    { message: expect.stringContaining("this silence") },
  ]);
  const expr = 'ALERTS{alertname="ShopDwn", instance=~"$instance"}';
  const annotations = { list: [{ expr }] };
  expect(found("shop.json", JSON.stringify({ panels: [], annotations }))).toMatchObject([
    { severity: "warning", message: expect.stringContaining("this query") },
  ]);
  expect(found("runbooks/book.md", "# Book\n\n## ShopDwn\n\n## ShopDown\n")).toMatchObject([
    { file: "runbooks/book.md", line: 3 },
  ]);
  const test = `rule_files: [rules.yml]
tests:
- alert_rule_test: [{alertname: ShopDwn, exp_alerts: [{exp_labels: {job: a}}]}]
`;
  expect(found("rules_test.yml", test)).toMatchObject([{ line: 3, subject: "rules_test.yml" }]);
});

test.each([
  ["alerts that are there", 'alertname=~"ShopDown|ShopFails"'],
  ["patterns", 'alertname=~"Shop.*"'],
  ["what is not wanted", 'alertname!="ShopDwn"'],
  ["other labels", 'service="ShopDwn"'],
])("%s are no stale references", (_, matcher) => {
  expect(found("alertmanager.yml", alertmanager(matcher))).toEqual([]);
});

test("silences that are over, and headings that are words, are let be", () => {
  const silence = {
    matchers: [{ name: "alertname", value: "ShopDwn", isRegex: false, isEqual: true }],
    startsAt: "2025-11-20T00:00:00Z",
    endsAt: "2025-12-20T00:00:00Z",
  };
  expect(found("silences.json", JSON.stringify([silence]))).toEqual([]);
  expect(found("runbooks/book.md", "# Book\n\n## Shop dwn\n\n## Overview\n")).toEqual([]);
});

test("without rules there is nothing to be stale against", () => {
  const files = { "alertmanager.yml": alertmanager("alertname=ShopDwn") };
  expect(foundBy(staleReference, files)).toEqual([]);
});
