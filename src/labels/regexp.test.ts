import { expect, test } from "vitest";
import { describeRegexpProblem, readPrometheusRegexp, readRegexp } from "./regexp.ts";

const regexp = (expression: string) => {
  const result = readRegexp(expression);
  if (!result.ok) throw new Error(describeRegexpProblem(result.problem));
  return result.regexp;
};

const problem = (expression: string) => {
  const result = readRegexp(expression);
  return result.ok ? undefined : result.problem;
};

test("an expression must match the whole value", () => {
  expect(regexp("redis").test("redis-a")).toBe(false);
  expect(regexp("red.s").test("redis-a")).toBe(false);
  expect(regexp("a|b").test("ab")).toBe(false);
  expect(regexp("(a|b)+").test("ab")).toBe(true);
});

test.each([["", ["", false], ["a", true]]])(
  "the empty expression matches the empty value alone",
  (expression) => {
    expect(regexp(expression).test("")).toBe(true);
    expect(regexp(expression).test("a")).toBe(false);
  },
);

test("simple forms need no automaton and say the same as the general engine", () => {
  const simple = [
    "a",
    "a|b",
    "a|",
    "foo.*",
    ".*foo",
    ".*foo.*",
    ".+foo.+",
    ".*",
    ".+",
    "10\\.0\\..*",
  ];
  const values = [
    "",
    "a",
    "b",
    "foo",
    "xfoo",
    "foox",
    "xfoox",
    "xfoofoox",
    "10.0.1",
    "1000",
    "a\n",
    "foo\n",
  ];
  for (const expression of simple) {
    expect(regexp(expression).simple).toBeDefined();
    const general = regexp(`(?:)${expression.includes("|") ? `(?:${expression})` : expression}`);
    expect(general.simple).toBeUndefined();
    for (const value of values) {
      expect([expression, value, regexp(expression).test(value)]).toEqual([
        expression,
        value,
        general.test(value),
      ]);
    }
  }
});

test("a wildcard after a backslash is none", () => {
  expect(regexp("a\\.*").test("a...")).toBe(true);
  expect(regexp("a\\.*").test("abc")).toBe(false);
  expect(regexp("a\\\\.*").test("a\\bc")).toBe(true);
});

test("what RE2 has beyond JavaScript is understood", () => {
  expect(regexp("(?i)critical").test("CritIcal")).toBe(true);
  expect(regexp("[[:alpha:]]+\\d").test("abc1")).toBe(true);
  expect(regexp("\\pL+").test("Ünïcode")).toBe(true);
  expect(regexp("\\Qa.b\\E.").test("a.bc")).toBe(true);
  expect(regexp("(?s:a.b)").test("a\nb")).toBe(true);
  expect(regexp("a.b").test("a\nb")).toBe(false);
});

test("an invalid expression is a value that says what is wrong, and where if that is known", () => {
  expect(problem("a[regexp")).toEqual({
    kind: "invalid",
    message: "missing closing ]",
    part: "[regexp",
    offset: 1,
  });
  expect(problem("ab**")).toMatchObject({ part: "**", offset: 2 });
  expect(problem("(a")).toMatchObject({ message: "missing closing )", part: undefined });
  expect(problem("(?=a)")).toMatchObject({ message: "invalid or unsupported Perl syntax" });
  expect(problem("a{1001}")).toMatchObject({ message: "invalid repeat count" });
  expect(problem("\\1")).toMatchObject({ message: "invalid escape sequence" });
});

test("a hostile expression is refused", () => {
  expect(problem("(a{1000}){1000}")).toMatchObject({ message: "invalid repeat count" });
  expect(problem(`${"(".repeat(2000)}a${")".repeat(2000)}`)).toMatchObject({
    message: "expression nests too deeply",
  });
  expect(problem("(".repeat(100_000))).toMatchObject({ kind: "too large" });
  expect(problem("[ab]c".repeat(20_000))).toMatchObject({ kind: "too large" });
  expect(problem(`(${"[ab]".repeat(1000)}){1000}`)).toMatchObject({ kind: "too large" });
});

test("what is an expression only between Alertmanager's anchors is none for Prometheus", () => {
  expect(regexp("ab)|(?:cd").test("abx")).toBe(true);
  expect(regexp("ab)|(?:cd").test("xab")).toBe(false);
  expect(readPrometheusRegexp("ab)|(?:cd")).toMatchObject({
    ok: false,
    problem: { message: "unexpected )" },
  });
  expect(readPrometheusRegexp("(ab)|(?:cd)").ok).toBe(true);
});

test("a group name may stand twice, as in Go", () => {
  const twice = regexp("(?P<n>a)|(?P<n>b)[(?P<n>]|\\Q(?P<n>\\E");
  expect(["a", "b(", "(?P<n>", "c"].map(twice.test)).toEqual([true, true, true, false]);
});

test("a catastrophic expression is only another one", () => {
  expect(regexp("(a+)+b").test("a".repeat(5000))).toBe(false);
});

test("a long list of values is no problem", () => {
  const values = Array.from({ length: 20_000 }, (_, index) => `service-${index}`);
  expect(regexp(values.join("|")).test("service-19999")).toBe(true);
});
