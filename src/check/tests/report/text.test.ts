import { expect, test } from "vitest";
import { readRuleFile } from "../../../../test/rule-file.ts";
import { mutantsOf } from "../mutation/mutants.ts";
import { problem } from "../problems/problem.ts";
import { testedGroups } from "../rules/tested-rule.ts";
import type { TestReport } from "./test-report.ts";
import { testText } from "./text.ts";

const same = (text: string): string => text;
const PLAIN = { red: same, yellow: same, cyan: same, dim: same };

const ruleOf = (expr: string) => {
  const text = JSON.stringify({ groups: [{ name: "g", rules: [{ alert: "Slow", expr }] }] });
  const { documents } = readRuleFile({ text, file: "rules.yml" });
  const [rule] = documents.flatMap(testedGroups).flatMap(({ rules }) => rules);
  if (rule === undefined) throw new Error("no rule");
  return rule;
};

const reportWith = (expr: string): TestReport => {
  const rule = ruleOf(expr);
  const survivors = mutantsOf(rule).filter(({ operator }) => operator === "threshold-raised");
  const mutation = { killed: 1, total: 1 + survivors.length, undecided: 3, survivors };
  const row = { name: "Slow", place: rule.rule.place, firing: 12, silent: 1, cases: 13 };
  return {
    suites: [],
    rules: [{ ...row, kind: "alert", mutation, boundary: mutation }],
    problems: [],
    withoutMutants: undefined,
    sources: {},
  };
};

test("columns are aligned, and what was not decided in time is said", () => {
  expect(testText({ ...reportWith("up == 0"), rules: [] }, PLAIN)).toBe(
    "0 alerts, 0 cases: 0 failed, 0 problems, 0 of 0 mutants killed\n",
  );
  const text = testText(reportWith("latency > 5"), PLAIN);
  expect(text.split("\n").slice(0, 2)).toEqual([
    "rule  firing  silent  boundary  mutants killed",
    "Slow      12       1       1/2             1/2  50%",
  ]);
  expect(text).toContain("1 of 2 mutants killed, 3 not decided in time");
});

test("of a long query, only what lies around the change is shown", () => {
  const parts = Array.from({ length: 12 }, (_, index) => `m${index}{job="gateway"} == 1`);
  const text = testText(reportWith(`${parts.join(" or ")}\n  or x > 5 or ${parts[0]}`), PLAIN);
  expect(text).toContain(`
    - … == 1 or m11{job="gateway"} == 1 or x > 5 or m0{job="gateway"} == 1
    + … == 1 or m11{job="gateway"} == 1 or x > 6 or m0{job="gateway"} == 1
`);
});

test("a problem is shown at its place in the file, however far to the right", () => {
  const place = { file: "t.yml", line: 2, column: 306 };
  const one = problem({
    rule: "unknown-alert",
    place,
    subject: "Sl0w",
    message: "no rule has it",
    mend: "did you mean Slow?",
  });
  const line = `  ${"x".repeat(303)}Sl0w`;
  const report = { ...reportWith("up == 0"), problems: [one], sources: { "t.yml": `a\n${line}` } };
  const [head, source = "", caret = "", message, mend] = testText(report, PLAIN)
    .split("\n")
    .slice(3);
  expect(head).toBe("error  unknown-alert         t.yml:2:306");
  expect(source.slice(caret.indexOf("^"))).toBe("Sl0w");
  expect([message, mend]).toEqual(["  no rule has it", "  mend   did you mean Slow?"]);
});
