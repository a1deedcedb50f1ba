import type { FiringAlert, PromtoolFailure } from "../promtool/promtool-output.ts";
import {
  evaluationsOf,
  type Probe,
  type PromtoolTest,
  testFileText,
} from "../promtool/promtool-test.ts";
import { ruleEntry, ruleFileText } from "../promtool/rule-text.ts";
import type { Scenario, TestCase, TestSuite } from "../test-suite.ts";

/** What promtool said of one of its files, or why it said nothing. */
export type Answer = readonly PromtoolFailure[] | "timed-out";

export type CaseFailure =
  | { readonly kind: "alerts"; readonly got: readonly FiringAlert[] }
  | { readonly kind: "samples"; readonly got: string }
  /** It could not be asked, or not answered. */
  | { readonly kind: "error"; readonly error: string };

export type CaseResult = {
  readonly scenario: Scenario;
  readonly case: TestCase;
  readonly failure: CaseFailure | undefined;
};

/** An alert that fires in a scenario at a time at which a case looks, whether or not one asks for it. */
export type SeenAlert = { readonly alertname: string; readonly atMs: number } & FiringAlert;

/** Alerts of which every scenario is asked, whatever its cases are about. */
const MOST_PROBES = 2000;

const alertnamesOf = ({ graph }: TestSuite): string[] => [
  ...new Set(graph.rules.flatMap(({ rule }) => (rule.kind === "alerting" ? [rule.name.text] : []))),
];

/** The alerts that no case asks for at the times at which cases look. */
const probesOf = ({ suite, cases }: Scenario): Probe[] => {
  const alertCases = cases.filter((one) => one.kind === "alert");
  const asked = new Set(alertCases.map(({ atMs, test }) => `${atMs} ${test.alertname.text}`));
  const times = [...new Set(alertCases.map(({ atMs }) => atMs))];
  return times
    .flatMap((atMs) => alertnamesOf(suite).map((alertname) => ({ alertname, atMs })))
    .filter(({ alertname, atMs }) => !asked.has(`${atMs} ${alertname}`))
    .slice(0, MOST_PROBES);
};

/** The scenario as its author wrote it, with all rules of its files. */
export const scenarioTest = (scenario: Scenario): PromtoolTest => {
  const { groups, graph, file } = scenario.suite;
  const questions = scenario.cases.map((one) => ({ case: one }));
  return {
    rules: ruleFileText(groups, (rule) => [ruleEntry(rule)]),
    tests: testFileText({
      scenario,
      questions,
      probes: probesOf(scenario),
      groupNames: groups.map(({ name }) => name),
    }),
    evaluations: evaluationsOf(questions, file.evaluationIntervalMs) * graph.rules.length,
  };
};

const isAbout = (failure: PromtoolFailure, one: TestCase): boolean => {
  if (failure.kind === "alert") {
    return (
      one.kind === "alert" &&
      failure.atMs === one.atMs &&
      failure.alertname === one.test.alertname.text
    );
  }
  return (
    failure.kind === "query" &&
    one.kind === "query" &&
    failure.atMs === one.atMs &&
    failure.expr === one.test.expr.text
  );
};

const ended = (failures: readonly PromtoolFailure[], one: TestCase): CaseFailure | undefined => {
  for (const failure of failures) {
    if (failure.kind === "refusal") return { kind: "error", error: failure.error };
    if (failure.kind !== "evaluation") continue;
    if (one.kind === "alert" && one.atMs < failure.atMs) continue;
    return { kind: "error", error: `${failure.rule} cannot be evaluated: ${failure.error}` };
  }
  return undefined;
};

/** Whether the case failed, and what there was instead of what it expects. */
export const failureOf = (answer: Answer, one: TestCase): CaseFailure | undefined => {
  if (answer === "timed-out") return { kind: "error", error: "promtool did not end in time" };
  const failure = answer.find((each) => isAbout(each, one));
  if (failure?.kind === "alert") return { kind: "alerts", got: failure.got };
  if (failure?.kind === "query") {
    return failure.error === undefined
      ? { kind: "samples", got: failure.got }
      : { kind: "error", error: failure.error };
  }
  return ended(answer, one);
};

/** How each case of the scenario ended. */
export const caseResults = (scenario: Scenario, answer: Answer): CaseResult[] =>
  scenario.cases.map((one) => ({ scenario, case: one, failure: failureOf(answer, one) }));

/** The alerts that promtool was seen to fire where that was not expected. */
export const seenAlerts = (answer: Answer): SeenAlert[] =>
  answer === "timed-out"
    ? []
    : answer.flatMap((failure) =>
        failure.kind === "alert"
          ? failure.got.map((alert) => ({
              alertname: failure.alertname,
              atMs: failure.atMs,
              ...alert,
            }))
          : [],
      );
