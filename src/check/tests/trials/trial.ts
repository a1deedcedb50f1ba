import type { RuleChange } from "../promtool/rule-text.ts";
import type { TestedRule } from "../rules/tested-rule.ts";
import type { Scenario, TestCase } from "../test-suite.ts";

/** Some cases of a scenario, asked once more with one rule changed. */
export type Trial = {
  readonly scenario: Scenario;
  readonly rule: TestedRule;
  readonly change: RuleChange | "deleted";
  readonly cases: readonly TestCase[];
};

/** Which of the cases noticed; an error in evaluation is noticed by all cases from then on. */
export type TrialOutcome = { readonly noticedBy: ReadonlySet<TestCase> } | "undecided";

/** A query that gives an alert at any time, whatever the data. */
export const ALWAYS = "vector(1)";
