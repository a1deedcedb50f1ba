import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { selectorMatchesNothing } from "./selector-matches-nothing.ts";

const rule = (expr: string, more = "") => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: Shop
    expr: ${expr}
    for: 2m
${more}`,
});

const RECORDED = `  - record: job:errors:rate5m
    expr: sum by (job) (rate(errors_total[5m]))
    labels: {source: shop}
`;

test("matchers that contradict one another select nothing", async () => {
  const files = rule('shop_up{zone="a", zone="b"} == 0');
  const findings = foundBy(selectorMatchesNothing, files);
  expect(findings).toMatchObject([
    {
      severity: "error",
      line: 5,
      column: 29,
      subject: "Shop",
      message: expect.stringContaining("the alert never fires"),
      counterexample: { series: [{ series: expect.stringContaining('zone="a"') }], firing: [] },
    },
  ]);
  await confirmed(findings[0], files);
});

test("a value that the metric is declared not to have is found, with what was meant", async () => {
  const files = rule('kube_pod_status_phase{phase="Faild"} > 0');
  const findings = foundBy(selectorMatchesNothing, files);
  expect(findings).toMatchObject([
    { severity: "error", help: expect.stringContaining("did you mean Failed?") },
  ]);
  await confirmed(findings[0], files);
});

test.each([
  ['job:errors:rate5m{pod="a"} > 1', "removed by `sum by (job)`"],
  ['job:errors:rate5m{source="other"} > 1', "recorded with `source: shop`"],
])("%s: a label that a rule of the set does not record is a warning", async (expr, because) => {
  const files = rule(expr, RECORDED);
  const findings = foundBy(selectorMatchesNothing, files);
  expect(findings).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining(`${because}, in the rule job:errors:rate5m`),
    },
  ]);
  await confirmed(findings[0], files);
});

test("a branch of or, and what absent() waits for, are found without an example", () => {
  const either = 'up{a="1", a="2"} == 0 or up == 0';
  expect(foundBy(selectorMatchesNothing, rule(either))).toMatchObject([
    { message: expect.stringContaining("always empty"), counterexample: null },
  ]);
  expect(foundBy(selectorMatchesNothing, rule('absent(up{a="1", a="2"})'))).toHaveLength(1);
});

test.each([
  ["a label of which nothing is known", 'shop_up{zone="a"} == 0'],
  ["matchers that agree", 'shop_up{zone="a", zone=~"a|b"} == 0'],
  ["a recorded label", 'job:errors:rate5m{job="a", source="shop"} > 1'],
  ["a matcher that absence passes", 'job:errors:rate5m{pod!="a"} > 1'],
  ["a declared value", 'kube_pod_status_phase{phase=~"Failed|Unknown"} > 0'],
])("%s: let be", (_, expr) => {
  expect(foundBy(selectorMatchesNothing, rule(expr, RECORDED))).toEqual([]);
});
