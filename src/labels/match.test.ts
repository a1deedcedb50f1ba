import { expect, test } from "vitest";
import { compileMatcher, compileMatchers, matches, matchesValue } from "./match.ts";

test("an absent label has the empty value", () => {
  expect(matches([{ name: "team", operator: "=", value: "" }], {})).toBe(true);
  expect(matches([{ name: "team", operator: "!=", value: "" }], {})).toBe(false);
  expect(matches([{ name: "team", operator: "!~", value: "a|b" }], {})).toBe(true);
  expect(matches([{ name: "team", operator: "=~", value: "(a|b)?" }], {})).toBe(true);
});

test("names of an object's own methods are no labels", () => {
  expect(matches([{ name: "constructor", operator: "=", value: "" }], {})).toBe(true);
});

test("all of several matchers must pass", () => {
  const test = compileMatchers([
    { name: "severity", operator: "=", value: "critical" },
    { name: "team", operator: "=~", value: "data-.+" },
  ]);
  expect(test({ severity: "critical", team: "data-infra" })).toBe(true);
  expect(test({ severity: "critical", team: "web" })).toBe(false);
  expect(test({ severity: "warning", team: "data-infra" })).toBe(false);
});

test("the four operators", () => {
  expect(matchesValue({ operator: "=", value: "a" }, "a")).toBe(true);
  expect(matchesValue({ operator: "!=", value: "a" }, "a")).toBe(false);
  expect(matchesValue({ operator: "=~", value: "a.*" }, "ab")).toBe(true);
  expect(matchesValue({ operator: "!~", value: "a.*" }, "ab")).toBe(false);
});

test("a matcher with an invalid expression cannot be compiled", () => {
  expect(() => compileMatcher({ operator: "=~", value: "a[" })).toThrow("missing closing ]");
});
