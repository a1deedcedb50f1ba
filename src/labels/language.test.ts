import { expect, test } from "vitest";
import { valueMatcher, valueMatchers } from "../../test/proof/matchers-notation.ts";
import { allowsAbsence, implies, onlyValue, overlap, satisfy, valuesOf } from "./language.ts";

const witness = (...texts: string[]) => {
  const found = satisfy(valueMatchers(...texts));
  return found.kind === "satisfiable" ? found.witness : found.kind;
};

test.each<[string[], string]>([
  [[], "other"],
  [["!="], "other"],
  [["=~.+"], "other"],
  [["=critical"], "critical"],
  [["=~critical|page"], "critical"],
  [["=~crit.*"], "crit"],
  [["=~crit.*", "!=crit"], "critx"],
  [["=~.+-prod"], "x-prod"],
  [["=~(?i)critical"], "critical"],
  [["=~prod-(eu|us)", "!=prod-eu"], "prod-us"],
  [["!=other", "!=x", "!=a"], "b"],
  [["=~10\\.0\\..*"], "10.0."],
  [["=~a.*", "=~.*b", "!~a.{2}b"], "ab"],
  [["=~\\bfoo\\b.*bar", "!~foo-bar", "=~.*\\s.*"], "foo bar"],
  [["=~\\pL\\d[[:punct:]]"], "x0-"],
  [["!~.+"], ""],
])("%j has the readable witness %j", (texts, expected) => {
  expect(witness(...texts)).toBe(expected);
});

test.each([
  [["=a", "!=a"]],
  [["=a", "=b"]],
  [["=~a|b", "=~c|d"]],
  [["=~[a-c]", "!=a", "!=b", "!=c"]],
  [["!~.*"]],
  [["!~.+", "!="]],
  [["=~foo.*", "!~fo+.*"]],
  [["=~a.*", "=~b.*"]],
  [["=~a$b"]],
  [["=~(?i)k", "!=k", "!=K", "!=\u212a"]],
])("nothing passes %j", (texts) => {
  expect(witness(...texts)).toBe("unsatisfiable");
});

test("values have no line break unless something names one", () => {
  expect(witness("=~(?s:.*)", "!~.*")).toBe("unsatisfiable");
  expect(witness("=a\nb", "!~.*")).toBe("a\nb");
  expect(witness("=~a\\nb")).toBe("a\nb");
  expect(witness("=~(?m:a$\\n^b)")).toBe("a\nb");
});

test("what is too large to reason about is unknown", () => {
  expect(witness("=~.*a.{30}")).toBe("unknown");
  expect(implies(valueMatchers("=~.*a.{30}"), valueMatcher("=~b.*"))).toEqual({ kind: "unknown" });
  expect(valuesOf(valueMatchers("=~.*a.{30}"), 10)).toBeUndefined();
});

test("a known value is known however large the expressions are", () => {
  expect(witness("=~.*a.{30}", `=a${"x".repeat(30)}`)).toBe(`a${"x".repeat(30)}`);
});

test("implication is inclusion of languages", () => {
  expect(implies(valueMatchers("=~foo-.*"), valueMatcher("=~foo.*"))).toEqual({ kind: "implied" });
  expect(implies(valueMatchers("=~foo.*"), valueMatcher("=~foo-.*"))).toEqual({
    kind: "not implied",
    counterexample: "foo",
  });
  expect(implies(valueMatchers("!="), valueMatcher("=~.+"))).toEqual({ kind: "implied" });
  expect(implies([], valueMatcher("=~.*"))).toEqual({ kind: "implied" });
  expect(implies(valueMatchers("=~a|b"), valueMatcher("=~[a-c]"))).toEqual({ kind: "implied" });
});

test("two constraints overlap where a value passes both", () => {
  expect(overlap(valueMatchers("=~a.*"), valueMatchers("=~.*b"))).toEqual({
    kind: "satisfiable",
    witness: "ab",
  });
  expect(overlap(valueMatchers("=a"), valueMatchers("=~b.*"))).toEqual({ kind: "unsatisfiable" });
});

test("absence is the empty value", () => {
  expect(allowsAbsence([])).toBe(true);
  expect(allowsAbsence(valueMatchers("!=a", "=~.*"))).toBe(true);
  expect(allowsAbsence(valueMatchers("!="))).toBe(false);
});

test("the values are listed when they are few", () => {
  expect(valuesOf(valueMatchers("=~prod-(eu|us)"), 10)).toEqual(["prod-eu", "prod-us"]);
  expect(valuesOf(valueMatchers("=~a+", "!~aaaa+"), 10)).toEqual(["a", "aa", "aaa"]);
  expect(valuesOf(valueMatchers("=~a+", "!~aaaa"), 10)).toBeUndefined();
  expect(valuesOf(valueMatchers("=~a|b|c", "!=b"), 2)).toEqual(["a", "c"]);
  expect(valuesOf(valueMatchers("=~a|b|c"), 2)).toBeUndefined();
  expect(valuesOf(valueMatchers("=a", "!=a"), 2)).toEqual([]);
});

test("a single value is known as such", () => {
  expect(onlyValue(valueMatchers("=~(prod)"))).toBe("prod");
  expect(onlyValue(valueMatchers("!~.+"))).toBe("");
  expect(onlyValue(valueMatchers("=~a|b"))).toBeUndefined();
  expect(onlyValue(valueMatchers("=~a|b", "!=a"))).toBe("b");
  expect(onlyValue([])).toBeUndefined();
});
