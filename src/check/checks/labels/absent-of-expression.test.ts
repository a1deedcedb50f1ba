import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { absentOfExpression } from "./absent-of-expression.ts";
import { templateLabelLost } from "./template-label-lost.ts";

const rule = (expr: string, text = "gone", labels = "{severity: page}") => `groups:
- name: shop
  rules:
  - alert: ShopGone
    expr: ${expr}
    for: 2m
    labels: ${labels}
    annotations:
      summary: '${text}'
`;

const ROUTES = `route:
  receiver: all
  routes:
  - matchers: [job="shop"]
    receiver: shop
receivers:
- name: all
- name: shop
`;

test("absent of an expression has no label to be routed by, which promtool confirms", async () => {
  const files = { "rules.yml": rule('absent(up{job="shop"} == 1)'), "alertmanager.yml": ROUTES };
  const findings = foundBy(absentOfExpression, files);
  expect(findings).toMatchObject([
    {
      severity: "warning",
      line: 5,
      column: 11,
      message: expect.stringContaining(
        'missed by the route to "shop" on line 4 of alertmanager.yml',
      ),
      help: "set it in the rule: labels: {job: shop}",
      counterexample: { series: [], firing: [{ severity: "page" }] },
    },
  ]);
  await confirmed(findings[0], files);
});

test("a text that shows the label is an error, and not found a second time as a lost label", async () => {
  const files = { "rules.yml": rule('absent(up{job="shop"} == 1)', "{{ $labels.job }} is gone") };
  const findings = foundBy(absentOfExpression, files);
  expect(findings).toMatchObject([
    { severity: "error", message: expect.stringContaining("the annotation summary") },
  ]);
  await confirmed(findings[0], files);
  expect(foundBy(templateLabelLost, files)).toEqual([]);
});

test("where nobody misses the label it is a note", () => {
  const files = { "rules.yml": rule('absent(sum(up{job="shop"}))') };
  expect(foundBy(absentOfExpression, files)).toMatchObject([{ severity: "info" }]);
});

test("a text that only one branch of or leaves empty is a warning", () => {
  const expr = 'absent(up{job="shop"} == 1) or up{job="shop"} == 0';
  const files = { "rules.yml": rule(expr, "{{ $labels.job }} is gone") };
  expect(foundBy(absentOfExpression, files)).toMatchObject([{ severity: "warning" }]);
});

test.each([
  ["a bare selector", 'absent(up{job="shop"})', "{severity: page}"],
  ["a range", 'absent_over_time(up{job="shop"}[5m])', "{severity: page}"],
  ["labels that the rule sets", 'absent(up{job="shop"} == 1)', "{job: shop}"],
  ["selectors without equality matchers", 'absent(up{job=~"shop.+"} == 1)', "{severity: page}"],
  ["selectors that differ", 'absent(up{job="a"} or up{job="b"})', "{severity: page}"],
])("%s: let be", (_, expr, labels) => {
  const files = { "rules.yml": rule(expr, "gone", labels), "alertmanager.yml": ROUTES };
  expect(foundBy(absentOfExpression, files)).toEqual([]);
});
