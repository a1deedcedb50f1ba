import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { fixedBy } from "../../../../test/fixed-by.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { templateOwnLabel } from "./template-own-label.ts";

const rule = (expr: string, text: string) => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: ShopErrors
    expr: ${expr}
    labels: {severity: page, tier: "1", zone: "{{ $labels.rack }}"}
    annotations:
      summary: '${text}'
`,
});

const find = (expr: string, text: string) => foundBy(templateOwnLabel, rule(expr, text));

test.each([
  ["severity", "page"],
  ["alertname", "ShopErrors"],
  ["tier", "1"],
])("the rule's own %s is a hole in its text, which promtool shows too", async (name, value) => {
  const files = rule("sum by (job) (up) < 2", `{{ $labels.job }}: {{ $labels.${name} }}!`);
  const findings = foundBy(templateOwnLabel, files);
  expect(findings).toMatchObject([
    {
      severity: "error",
      line: 8,
      column: 39,
      help: `write "${value}" into the text itself`,
      counterexample: { output: "example: !" },
    },
  ]);
  await confirmed(findings[0], files);
});

test("where nothing is known of the series, it is a warning for labels that only rules give", () => {
  expect(find("up == 0", "{{ $labels.severity }}")).toMatchObject([{ severity: "warning" }]);
  expect(find("up == 0", "{{ $labels.tier }}")).toMatchObject([{ severity: "info" }]);
});

test("the mend puts the value in the place of the action", () => {
  const files = rule("up == 0", "is {{ $labels.severity }}.");
  expect(fixedBy(templateOwnLabel, files)["rules.yml"]).toContain("summary: 'is page.'");
});

test.each([
  ["a label that the query gives", 'ALERTS{severity="page"} == 1', "{{ $labels.severity }}"],
  ["a label that the query is grouped by", "sum by (tier) (up) == 0", "{{ $labels.tier }}"],
  ["a label asked for first", "sum(up) == 0", "{{ if $labels.tier }}{{ $labels.tier }}{{ end }}"],
  ["a label of the series only", "sum(up) == 0", "{{ $labels.job }}"],
])("%s is let be", (_, expr, text) => {
  expect(find(expr, text)).toEqual([]);
});
