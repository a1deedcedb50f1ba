import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { duplicateAlertLabels } from "./duplicate-alert-labels.ts";

const rule = (expr: string, labels: string) => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: Shop
    expr: ${expr}
    for: 1m
    labels: {severity: page, ${labels}}
`,
});

test.each([
  ["up == 0", "instance: all"],
  ["up == 0", 'instance: ""'],
  ["(rate(errors_total[5m]) * 60) > 1", "instance: all"],
  ["sum by (zone) (up) < 1", "zone: all"],
  ['count by (zone, env) (up{env="live"}) > 0', "zone: all"],
])("%s with %s fails with two series, which promtool confirms", async (expr, labels) => {
  const files = rule(expr, labels);
  const findings = foundBy(duplicateAlertLabels, files);
  expect(findings).toMatchObject([
    {
      severity: "error",
      line: 7,
      column: 30,
      subject: "Shop",
      counterexample: { firing: [], error: expect.stringContaining("same labelset") },
    },
  ]);
  await confirmed(findings[0], files);
});

test("a label that may differ together with another is a warning", () => {
  const files = rule("sum by (zone, rack) (up) < 1", "zone: all");
  expect(foundBy(duplicateAlertLabels, files)).toMatchObject([{ severity: "warning" }]);
});

test.each([
  ["a label that has one value", 'up{instance="a:1"} == 0', "instance: all"],
  ["a label that the query does not keep", "sum by (zone) (up) == 0", "instance: all"],
  ["a label of which nothing is known", "up == 0", "service: shop"],
  ["a template", "up == 0", 'instance: "{{ $labels.pod }}"'],
  ["a label that another keeps", "up == 0", 'instance: all, node: "{{ $labels.instance }}"'],
  ["a sum of everything", "sum(up) == 0", "instance: all"],
  ["a recorded series", "job:up:sum == 0", "instance: all"],
  ["absent", 'absent(up{job="a"})', "instance: all"],
])("%s: let be", (_, expr, labels) => {
  expect(foundBy(duplicateAlertLabels, rule(expr, labels))).toEqual([]);
});
