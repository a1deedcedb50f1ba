import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { matchEmpty } from "./match-empty.ts";

const rule = (expr: string, more = "") => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: Shop
    expr: ${expr}
    for: 2m
${more}`,
});

const DECLARED = {
  metrics: [
    {
      of: "shop",
      metrics: [
        { name: "shop_stock", type: "gauge", labels: ["item"] },
        { name: "shop_room", type: "gauge" },
      ],
    },
  ],
};

test("an aggregation that leaves one side without the other's labels never matches", async () => {
  const files = rule('up{job="shop"} / sum(up) > 0.5');
  const findings = foundBy(matchEmpty, files);
  expect(findings).toMatchObject([
    {
      severity: "error",
      line: 5,
      column: 26,
      message: [
        "the two sides of `/` never match: the alert never fires",
        'left: job="shop" (every target has it)',
        "right: no job (removed by `sum` without `by`)",
      ].join("\n"),
      counterexample: { firing: [] },
    },
  ]);
  await confirmed(findings[0], files);
});

test("matchers that exclude one another are found under on", async () => {
  const files = rule('up{env="live"} == 0 and on (env) up{env="test"} == 1');
  const findings = foundBy(matchEmpty, files);
  expect(findings).toMatchObject([{ severity: "error", help: expect.stringContaining("on (…)") }]);
  expect(findings[0]?.counterexample).toBeNull();
});

test("unless that takes nothing away is a warning", () => {
  const expr = 'absent(up{job="a"}) unless absent(up{job="b"})';
  expect(foundBy(matchEmpty, rule(expr))).toMatchObject([
    { severity: "warning", message: expect.stringContaining("never takes anything away") },
  ]);
});

test("labels lost in a recording rule are a warning", () => {
  const recording = "  - record: all:up:sum\n    expr: sum(up)\n";
  expect(foundBy(matchEmpty, rule('up{job="a"} / all:up:sum > 1', recording))).toMatchObject([
    { severity: "warning", message: expect.stringContaining("in the rule all:up:sum") },
  ]);
});

test("a recording rule of which nothing comes is found too", () => {
  const files = {
    "rules.yml":
      'groups:\n- name: a\n  rules:\n  - record: a:b:c\n    expr: up{job="a"} / sum(up)\n',
  };
  expect(foundBy(matchEmpty, files)).toMatchObject([
    { severity: "error", subject: "a:b:c", message: expect.stringContaining("records nothing") },
  ]);
});

test("metrics that are declared with other labels do not match, unless targets have them", async () => {
  const files = rule("shop_stock / shop_room > 0.9");
  const findings = foundBy(matchEmpty, files, DECLARED);
  expect(findings).toMatchObject([
    { severity: "warning", message: expect.stringContaining("shop_room is declared without it") },
  ]);
  await confirmed(findings[0], files);
  expect(foundBy(matchEmpty, files, { ...DECLARED, targetLabels: [] })).toMatchObject([
    { severity: "error" },
  ]);
});

test.each([
  ["sides of which nothing is known", "a / b > 1"],
  ["sides with the same labels", "sum by (job) (a) / sum by (job) (b) > 1"],
  ["labels that are left out", 'a{job="x"} / ignoring (job, instance) group_left () sum(b) > 1'],
  ["a match by what both have", "shop_stock / on (instance) group_left () shop_room > 1"],
  ["a label that the query asks for", 'shop_stock{item="x"} / shop_room{item="x"} > 1'],
  ["or, which needs no match", 'up{job="a"} == 0 or up{job="b"} == 0'],
  ["an empty on", "up == 0 and on () sum(up) > 1"],
])("%s: let be", (_, expr) => {
  expect(foundBy(matchEmpty, rule(expr), DECLARED)).toEqual([]);
});
