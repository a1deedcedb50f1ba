import { expect, test } from "vitest";
import type { Constraint } from "../../labels/symbolic.ts";
import { conjunction, isPossible, mayBeAbsent, mayBePresent, oneOf, union } from "./constraint.ts";

/** `=a`, `!~b|c` and their like. */
const read = (...written: readonly string[]): Constraint =>
  written.map((text) => {
    const [, operator = "", value = ""] = /^(=~|!~|!=|=)(.*)$/.exec(text) ?? [];
    if (operator === "=" || operator === "!=" || operator === "=~" || operator === "!~") {
      return { operator, value };
    }
    throw new Error(`${text} is no matcher`);
  });

test.each([
  [[], true, true],
  [["="], true, false],
  [["!="], false, true],
  [["=~a|"], true, true],
  [["=~a|", "!=a"], true, false],
  [["=~.+", "!~a.*"], false, true],
  [["=~a.*", "=~b.*"], false, false],
  [["!~.+"], true, false],
])("%j may be absent: %s, may be present: %s", (written, absent, present) => {
  const constraint = read(...written);
  expect(mayBeAbsent(constraint)).toBe(absent);
  expect(mayBePresent(constraint)).toBe(present);
  expect(isPossible(constraint)).toBe(absent || present);
});

test.each([
  [["=a"], ["!=b"], ["=a"]],
  [["=a"], ["=b"], undefined],
  [["=~a|b"], ["!=a"], ["=~a|b", "!=a"]],
  [["=~a|b"], ["!~a|b"], undefined],
  [["!="], ["!="], ["!="]],
  [["=~[a-c]"], ["=~[d-f]"], undefined],
])("%j and %j are %j", (a, b, both) => {
  expect(conjunction(read(...a), read(...b))).toEqual(both === undefined ? both : read(...both));
});

test.each([
  [["=a"], ["=a"], ["=a"]],
  [["=a"], ["=b"], ["=~a|b"]],
  [["=a."], ["=b"], ["=~a\\.|b"]],
  [["=a"], ["="], []],
  [["=a"], ["!="], ["!="]],
  [["!=a", "!=b"], ["!=b"], ["!=b"]],
  [["=~a.+"], ["=~b.+"], ["!="]],
])("%j or %j is %j", (a, b, either) => {
  expect(union(read(...a), read(...b))).toEqual(read(...either));
});

test("one of some values", () => {
  expect(oneOf(["a"])).toEqual(read("=a"));
  expect(oneOf(["", "a+"])).toEqual(read("=~|a\\+"));
  expect(oneOf([])).toEqual([]);
});

test("an expression that nobody can read is taken to pass everything", () => {
  expect(mayBeAbsent(read("=~("))).toBe(true);
  expect(mayBePresent(read("=~(", "=~)"))).toBe(true);
});
