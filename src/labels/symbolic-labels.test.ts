import { expect, test } from "vitest";
import { valueMatchers } from "../../test/proof/matchers-notation.ts";
import type { SymbolicLabels } from "./symbolic.ts";
import {
  constraintOf,
  describeSymbolic,
  includesLabels,
  isAlwaysPresent,
  isNeverPresent,
  mayBeAbsent,
  symbolicOf,
  withMatchers,
  witnessOf,
} from "./symbolic-labels.ts";

const alert: SymbolicLabels = {
  known: {
    severity: valueMatchers("=critical"),
    instance: valueMatchers("!="),
    team: [],
    job: valueMatchers("="),
    site: valueMatchers("=~eu-.*", "!=eu-1"),
  },
  others: "impossible",
};

test("labels that are not named are absent or anything", () => {
  expect(constraintOf(alert, "pod")).toEqual(valueMatchers("="));
  expect(constraintOf({ known: {}, others: "possible" }, "pod")).toEqual([]);
  expect(constraintOf(alert, "constructor")).toEqual(valueMatchers("="));
});

test("presence", () => {
  const present = ["severity", "instance", "team", "job", "site", "pod"].map((name) => [
    isAlwaysPresent(alert, name),
    mayBeAbsent(alert, name),
    isNeverPresent(alert, name),
  ]);
  expect(present).toEqual([
    [true, false, false],
    [true, false, false],
    [false, true, false],
    [false, true, true],
    [true, false, false],
    [false, true, true],
  ]);
});

test("a witness has what must be there, and what is wanted", () => {
  expect(witnessOf(alert)).toEqual({ severity: "critical", instance: "other", site: "eu-" });
  expect(witnessOf(alert, ["team", "job", "pod"])).toEqual({
    severity: "critical",
    instance: "other",
    team: "other",
    site: "eu-",
  });
});

test("labels that cannot be have no witness", () => {
  expect(
    witnessOf({ known: { a: valueMatchers("=x", "=y") }, others: "possible" }),
  ).toBeUndefined();
});

test("exact labels have themselves as witness", () => {
  const labels = { a: "1", b: "2" };
  expect(witnessOf(symbolicOf(labels))).toEqual(labels);
  expect(includesLabels(symbolicOf(labels), labels)).toBe(true);
  expect(includesLabels(symbolicOf(labels), { a: "1" })).toBe(false);
  expect(includesLabels(symbolicOf(labels), { ...labels, c: "3" })).toBe(false);
});

test("a matcher narrows what is known", () => {
  const narrowed = withMatchers(alert, [
    { name: "site", operator: "!=", value: "eu-" },
    { name: "pod", operator: "=", value: "x" },
  ]);
  expect(constraintOf(narrowed, "site")).toEqual(valueMatchers("=~eu-.*", "!=eu-1", "!=eu-"));
  expect(witnessOf(narrowed)).toBeUndefined();
});

test("people read it as matchers and words", () => {
  expect(describeSymbolic(alert)).toBe(
    'severity="critical", some instance, any team, no job, site=~"eu-.*", site!="eu-1"',
  );
  expect(describeSymbolic({ known: {}, others: "possible" })).toBe("any other labels");
  expect(describeSymbolic({ known: {}, others: "impossible" })).toBe("no labels");
});
