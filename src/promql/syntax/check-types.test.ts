import { expect, test } from "vitest";
import { checkExpr } from "./check-expr.ts";
import { checkTypes, ruleTypeMistake } from "./check-types.ts";
import type { Expr } from "./expr.ts";
import { parseExpr } from "./parse.ts";
import { typeOf } from "./type-of.ts";

const read = (text: string): Expr => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.expr;
};

test.each([
  "1 + 2",
  "(1) == bool (2)",
  "scalar(x) > bool 1",
  "x > 1",
  "1 / x",
  "x and y",
  "x > bool y",
  "x / on (a) group_left (b) y",
  "x * ignoring (a) group_right (a) y",
  "a + on () 1",
  "a + on () group_left 1",
  "-x",
  "+time()",
  "sum(x)",
  "topk(scalar(x), x)",
  'count_values("v", x)',
  "quantile(0.9, sum by (a) (rate(x[5m])))",
  "day_of_year()",
  "hour(vector(1))",
  "round(x)",
  "round(x, 5)",
  'label_join(x, "a", ",")',
  'label_join(x, "a", ",", "b", "c", "d")',
  'label_replace(x, "a", "$1", "b", "(.*)")',
  "x[5m]",
  "rate(x[5m])[1h:1m]",
  "max_over_time(time()[1h:])".replace("time()", "vector(time())"),
  '"text"',
  '{a="b"}',
  '{a!=""}',
  '{a=~".+"}',
  '{a!~".*"}',
  '{a=~"", b="c"}',
  '{__name__=~"x|y", __name__!="y"}',
  'x{a=~".*"}',
  "x{}",
  "holt_winters(x[5m], 0.5, 0.5)",
  "x @ 1e18",
])("accepts %s in Prometheus 2.42", (text) => {
  expect(checkExpr(text, "2.42").mistakes).toEqual([]);
});

test.each([
  ["1 == 2", "a comparison of two scalars needs bool: write == bool", "=="],
  ["x + bool y", "bool has no meaning for +: it is for comparisons only", "+"],
  ["x and bool y", "bool has no meaning for and: it is for comparisons only", "and"],
  [
    "1 and 2",
    "and combines instant vectors only, not scalars: put vector(…) around a number",
    "1 and 2",
  ],
  [
    "x or 0",
    "or combines instant vectors only, not scalars: put vector(…) around a number",
    "x or 0",
  ],
  ["x + on (a) 1", "on (…) is for two instant vectors only: remove it", "on (a)"],
  [
    "x and on (a) group_left y",
    "and matches many to many: remove group_left or group_right",
    "on (a) group_left",
  ],
  [
    "x / on (a) group_left (b, a) y",
    'the label "a" is in on (…) already: take it out of group_left or group_right',
    "on (a) group_left (b, a)",
  ],
  ['x == "a"', "== cannot take a string", '"a"'],
  ["x + y[5m]", "+ cannot take a range vector: put a function such as rate around it", "y[5m]"],
  ["-x[5m]", "a range vector has no sign: remove the -", "-x[5m]"],
  ["sum(1)", "what sum aggregates must be of type instant vector, not scalar", "1"],
  [
    "sum(x[5m])",
    "what sum aggregates must be of type instant vector, not range vector: put a function around it",
    "x[5m]",
  ],
  ['topk("a", x)', "the parameter of topk must be of type scalar, not string", '"a"'],
  ["count_values(1, x)", "the parameter of count_values must be of type string, not scalar", "1"],
  [
    "rate(x)",
    "argument 1 of rate must be of type range vector, not instant vector: add a range such as [5m]",
    "x",
  ],
  [
    "abs(1)",
    "argument 1 of abs must be of type instant vector, not scalar: put vector(…) around it",
    "1",
  ],
  [
    "vector(x)",
    "argument 1 of vector must be of type scalar, not instant vector: put scalar(…) around it",
    "x",
  ],
  ["rate(x[5m], 1)", "rate takes 1 argument, not 2", "rate(x[5m], 1)"],
  ["time(1)", "time takes 0 arguments, not 1", "time(1)"],
  ["clamp(x, 1)", "clamp takes 3 arguments, not 2", "clamp(x, 1)"],
  ["hour(x, y)", "hour takes at most 1 argument, not 2", "hour(x, y)"],
  ["round()", "round takes at least 1 argument, not 0", "round()"],
  ['label_join(x, "a")', "label_join takes at least 3 arguments, not 2", 'label_join(x, "a")'],
  ["ratte(x[5m])", 'PromQL has no function "ratte": did you mean rate?', "ratte"],
  ["Rate(x[5m])", 'PromQL has no function "Rate": did you mean rate?', "Rate"],
  ["frobnicate_it(x)", 'PromQL has no function "frobnicate_it"', "frobnicate_it"],
  ["{}", "the selector would select everything: name a metric or require a label", "{}"],
  [
    'rate({a=~".*", b=""}[5m])',
    "the selector would select everything: name a metric or require a label",
    '{a=~".*", b=""}',
  ],
  ['x{__name__="y"}', 'the metric is named already: "x": remove this matcher', '__name__="y"'],
  ["x[0s]", "a range and its step must be longer than 0", "x[0s]"],
  ["x[5m:0s]", "a range and its step must be longer than 0", "x[5m:0s]"],
  ["time()[5m:]", "what a subquery evaluates must be of type instant vector, not scalar", "time()"],
])("says what is wrong with the types of %s and where", (text, message, where) => {
  const mistakes = checkTypes(read(text), "3");
  expect(mistakes.map((mistake) => mistake.message)).toEqual([message]);
  const span = mistakes[0]?.span ?? { from: 0, to: 0 };
  expect(text.slice(span.from, span.to)).toBe(where);
});

test("says why a regular expression is none", () => {
  const [mistake] = checkTypes(read('x{a=~"("}'), "3");
  expect(mistake?.message).toContain("missing closing )");
  expect(mistake?.span).toEqual({ from: 2, to: 8 });
});

test("finds all mistakes of an expression", () => {
  const mistakes = checkTypes(read("rate(x) + sum(1) > 1 == abs(2)"), "3");
  expect(mistakes).toHaveLength(3);
});

test.each([
  ["histogram_avg(x)", "Prometheus 2.42 has no histogram_avg"],
  ["limitk(1, x)", "Prometheus 2.42 has no limitk"],
  ["mad_over_time(x[5m])", "Prometheus 2.42 has no mad_over_time"],
  ["x[300]", "Prometheus 2.42 does not read a number as a duration"],
  ["x offset 0s", "Prometheus 2.42 does not read an offset of 0"],
  ["1_000", "Prometheus 2.42 does not read underscores in a number"],
  ["5m", "Prometheus 2.42 does not read a duration as a number"],
  ['{"a.b"}', "Prometheus 2.42 does not read a quoted name"],
])("refuses %s for Prometheus 2.42 only", (text, message) => {
  expect(checkExpr(text, "2.42").mistakes.map((mistake) => mistake.message)).toEqual([message]);
  expect(checkExpr(text, "3").mistakes.filter(({ flag }) => flag === undefined)).toEqual([]);
});

test.each([
  ["limitk(1, x)", "promql-experimental-functions"],
  ["mad_over_time(x[5m])", "promql-experimental-functions"],
  ['info(x, {a=~".*"})', "promql-experimental-functions"],
  ["x[5 * 1m]", "promql-duration-expr"],
])("names the feature flag that %s needs", (text, flag) => {
  expect(checkExpr(text, "3").mistakes).toMatchObject([{ flag }]);
});

test("lets info take label matchers only, which may match anything", () => {
  const messages = (text: string) =>
    checkTypes(read(text), "3")
      .filter(({ flag }) => flag === undefined)
      .map(({ message }) => message);
  expect(messages('info(x, {a=~".*"})')).toEqual([]);
  expect(messages("info(x, {a='b'} > 1)")).toEqual([
    "argument 2 of info must be label matchers alone, in {…}",
  ]);
});

test("knows that Prometheus 3 renamed holt_winters", () => {
  expect(checkExpr("holt_winters(x[5m], 0.5, 0.5)", "3").mistakes).toMatchObject([
    { message: "Prometheus 3 has no holt_winters: write double_exponential_smoothing" },
  ]);
});

test("gives the syntax mistake of a text that is no PromQL", () => {
  expect(checkExpr("a +", "3")).toEqual({
    expr: undefined,
    mistakes: [{ message: 'the expression ends unexpectedly after "+"', span: { from: 2, to: 3 } }],
  });
});

test.each([
  ["1 + 2 * 3", "scalar"],
  ["-(1)", "scalar"],
  ["1 + x", "vector"],
  ["x > 1", "vector"],
  ["((x[5m]))", "matrix"],
  ["x[5m:]", "matrix"],
  ['"a"', "string"],
  ["time()", "scalar"],
  ["scalar(x) + 1", "scalar"],
  ["vector(1)", "vector"],
])("knows the type of %s", (text, type) => {
  expect(typeOf(read(text))).toBe(type);
});

test.each([
  ["x[5m]", "range vector"],
  ['"a"', "string"],
])("knows that a rule cannot be %s", (text, type) => {
  expect(ruleTypeMistake(read(text))?.message).toContain(type);
});

test("lets a rule be a vector or a scalar", () => {
  expect(ruleTypeMistake(read("x > 1"))).toBeUndefined();
  expect(ruleTypeMistake(read("time()"))).toBeUndefined();
});

test("checks a chain of thousands of operators", () => {
  const text = `${"a + ".repeat(10_000)}rate(b)`;
  expect(checkTypes(read(text), "3")).toHaveLength(1);
  expect(typeOf(read(text))).toBe("vector");
});
