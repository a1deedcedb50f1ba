import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { labelCarriedAndStatic } from "./label-carried-and-static.ts";

const rule = (expr: string, labels: string, text = "down") => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: Shop
    expr: ${expr}
    labels: {severity: page, ${labels}}
    annotations:
      summary: '${text}'
`,
});

test("a text that shows another value than the alert carries is a warning", async () => {
  const files = rule('up{job="redis"} == 0', "job: gateway", "{{ $labels.job }} is down");
  const findings = foundBy(labelCarriedAndStatic, files);
  expect(findings).toMatchObject([
    {
      severity: "warning",
      line: 6,
      column: 30,
      message: expect.stringContaining('its series have job="redis"'),
      counterexample: { firing: [{ job: "gateway", severity: "page" }] },
    },
  ]);
  await confirmed(findings[0], files);
});

test("without such a text it is a note", () => {
  const files = rule('up{job="redis"} == 0', "job: gateway");
  expect(foundBy(labelCarriedAndStatic, files)).toMatchObject([{ severity: "info" }]);
});

test.each([
  ["the same value", 'up{job="redis"} == 0', "job: redis"],
  ["a label of which nothing is known", "up == 0", "service: redis"],
  ["a label that the query loses", 'sum(up{job="redis"}) == 0', "job: gateway"],
  ["a label that tells the alerts apart", "up == 0", "instance: all"],
  ["an alert on alerts", 'ALERTS{job="redis"} == 1', "job: gateway"],
  ["a template", 'up{job="redis"} == 0', 'job: "{{ $labels.job }}-x"'],
])("%s: let be", (_, expr, labels) => {
  expect(foundBy(labelCarriedAndStatic, rule(expr, labels))).toEqual([]);
});
