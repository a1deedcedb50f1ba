import { expect, test } from "vitest";
import type { Constraint } from "../../labels/symbolic.ts";
import {
  expandReplacement,
  joinedConstraint,
  matchGroups,
  readReplacement,
  replacedConstraint,
  replacementRegexp,
} from "./replacement.ts";

const braced = (group: string | number): string => `$\{${group}}`;

const expanded = (replacement: string, expression: string, value: string): string | undefined => {
  const match = matchGroups(replacementRegexp(expression), value);
  return match === undefined ? undefined : expandReplacement(readReplacement(replacement), match);
};

test.each([
  ["$1-$2", "b-c"],
  [`${braced(1)}x`, "bx"],
  ["$1x", ""],
  ["$0", "abc"],
  ["$3", ""],
  ["$01", ""],
  ["$$1", "$1"],
  ["a$", "a$"],
  ["$-1", "$-1"],
  ["$last", "c"],
  [braced("last"), "c"],
  ["$constructor", ""],
])("%s is expanded as Go does it", (replacement, text) => {
  expect(expanded(replacement, "a(b)(?P<last>c)", "abc")).toBe(text);
});

test("a value has to match as a whole, and a dot matches a line break", () => {
  expect(expanded("$1", "(b)", "abc")).toBeUndefined();
  expect(expanded("x", "a.c", "a\nc")).toBe("x");
});

const PRESENT: Constraint = [{ operator: "!=", value: "" }];

test.each([
  ["constant", "(.*)", [{ operator: "=", value: "constant" }]],
  ["$1", "(.*)", PRESENT],
  ["$1", "([^:]+):(.*)", [{ operator: "=~", value: "(?s:[^:]+)" }]],
  ["$1:$2", "(a)|(b)", [{ operator: "=~", value: "(?s:a)?:(?s:b)?" }]],
  ["$1", "(a)?b", [{ operator: "=~", value: "(?s:a)?" }]],
  ["$1", "(?i)(a)", []],
  ["$1", "(a$)", []],
  ["$7", "(a)", [{ operator: "=", value: "" }]],
])("of %s for %s it is known what can come of it", (replacement, expression, constraint) => {
  const regexp = replacementRegexp(expression);
  expect(replacedConstraint({ regexp, replacement, source: PRESENT })).toEqual(constraint);
});

test("values that are joined are known as far as each of them is", () => {
  const a: Constraint = [{ operator: "=", value: "a." }];
  expect(joinedConstraint([a, a], "-")).toEqual([{ operator: "=", value: "a.-a." }]);
  expect(joinedConstraint([a, PRESENT], "-")).toEqual([{ operator: "=~", value: "a\\.-(?s:.+)" }]);
  expect(joinedConstraint([PRESENT], "-")).toBe(PRESENT);
  expect(joinedConstraint([], "-")).toEqual([{ operator: "=", value: "" }]);
});

test("a replacement that would make a huge expression is left unknown", () => {
  const regexp = replacementRegexp(`(${"ab".repeat(300)}[cd])`);
  const replacement = "x$1$1";
  expect(replacedConstraint({ regexp, replacement, source: PRESENT })).toEqual([]);
});
