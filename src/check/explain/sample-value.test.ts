import { expect, test } from "vitest";
import { metricsOf } from "../../promql/metrics/metrics.ts";
import { checkExpr } from "../../promql/syntax/check-expr.ts";
import { valuesOf } from "../../promql/values/evaluate.ts";
import { mayBe, NOTHING } from "../../promql/values/value-facts.ts";
import { sampleValue } from "./sample-value.ts";

const factsOf = (text: string) => {
  const { expr } = checkExpr(text, "3");
  if (expr === undefined) throw new Error(`no expression: ${text}`);
  return valuesOf(expr, { metrics: metricsOf([]) });
};

test.each([
  ["x == 0", 0],
  ["x > 0.05", 0.06],
  ["x < 0.2", 0.16],
  ["x > 0.2 < 0.4", 0.3],
  ["x > 100", 120],
  ["x > 0", 1],
  ["x", 1],
  ["vector(time())", 1],
])("%s fires with %d, for example", (text, value) => {
  expect(sampleValue(factsOf(text))).toBe(value);
});

test.each(["count(x) > 2.5", "count(x) > 1 < 3", "x < -5", "x > -1 < 1", "x > 1e300"])(
  "the value for %s is one that the query can have",
  (text) => {
    const facts = factsOf(text);
    expect(mayBe(facts, sampleValue(facts))).toBe(true);
  },
);

test("what is never finite is shown as what it is", () => {
  expect(sampleValue({ ...NOTHING, mayBePlusInf: true, mayBeNaN: true })).toBe(Infinity);
  expect(sampleValue({ ...NOTHING, mayBeNaN: true })).toBeNaN();
});
