import { expect, test } from "vitest";
import { KNOWN_METRICS } from "../metrics/known-metrics.ts";
import { parseExpr } from "../syntax/parse.ts";
import { valuesOf } from "./evaluate.ts";
import { recordedFactsOf } from "./recorded-facts.ts";

const exprOf = (text: string) => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  return parsed.expr;
};

const rangeOf = (text: string, rules: readonly (readonly [string, string | undefined])[]) => {
  const recorders = rules.map(([name, text]) => ({
    name,
    expr: text === undefined ? undefined : exprOf(text),
  }));
  const recorded = recordedFactsOf(recorders, KNOWN_METRICS);
  const { min, max, low, high } = valuesOf(exprOf(text), { metrics: KNOWN_METRICS, recorded });
  return { min, max, low: low?.text, high: high?.text, span: high?.span };
};

const ANY = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

test("what a rule records has the values of its expression, which the selector stands for", () => {
  expect(rangeOf("job:up:avg", [["job:up:avg", "avg by (job) (up)"]])).toEqual({
    min: 0,
    max: 1,
    low: "job:up:avg is recorded, and up is never below 0",
    high: "job:up:avg is recorded, and up is never above 1",
    span: { from: 0, to: "job:up:avg".length },
  });
});

test("rules are followed through one another", () => {
  const rules = [
    ["c", "b * 2"],
    ["b", "a + 1"],
    ["a", "up"],
  ] as const;
  expect(rangeOf("c", rules)).toMatchObject({ min: 2, max: 4 });
});

test("of one name that several rules record, what holds for all of them holds", () => {
  const rules = [
    ["job:up:avg", "avg(up)"],
    ["job:up:avg", "vector(3)"],
  ] as const;
  expect(rangeOf("job:up:avg", rules)).toMatchObject({ min: 0, max: 3 });
});

test.each([
  ["that reads itself", "a", [["a", "a + 1"]]],
  [
    "in a circle",
    "a",
    [
      ["a", "b"],
      ["b", "a"],
    ],
  ],
  [
    "that is broken beside one that is not",
    "a",
    [
      ["a", "up"],
      ["a", undefined],
    ],
  ],
] as const)("nothing is known of a rule %s", (_, text, rules) => {
  expect(rangeOf(text, rules)).toMatchObject(ANY);
});

test("a declaration counts for more than a rule", () => {
  expect(rangeOf("up", [["up", "vector(5)"]])).toMatchObject({ min: 0, max: 1 });
});

test("a chain of thousands of rules ends, in what can be anything", () => {
  const rules = Array.from(
    { length: 5_000 },
    (_, index) => [`a${index}`, index === 0 ? "up" : `a${index - 1}`] as const,
  );
  expect(rangeOf("a20", rules)).toMatchObject({ min: 0, max: 1 });
  expect(rangeOf("a4999", rules)).toMatchObject(ANY);
});
