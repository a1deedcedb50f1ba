import type { AlertmanagerVersion } from "../../alertmanager/version.ts";
import {
  casesByRule,
  examplesByRule,
  vacuityTrials,
  vacuousCases,
} from "../../check/tests/coverage.ts";
import {
  afterWave,
  beginMutation,
  isDecided,
  nextWave,
  type RuleScores,
  scoresByRule,
} from "../../check/tests/mutation/mutation-run.ts";
import type { TestRun } from "../../check/tests/report/test-report.ts";
import { type RouteSuites, routeSuites } from "../../check/tests/routes/route-suite.ts";
import { caseResults, scenarioTest, seenAlerts } from "../../check/tests/running/case-result.ts";
import { type TestSuites, testSuites } from "../../check/tests/test-suite.ts";
import type { Progress } from "../progress.ts";
import { runRouteTests } from "./amtool.ts";
import type { AskPromtool } from "./promtool.ts";
import type { TestSet } from "./read-test-set.ts";
import { runTrials } from "./run-trials.ts";

export type Wanted = {
  readonly mutation: boolean;
  /** The least share of mutants of each alert that must be killed, 0 to 1. */
  readonly leastScore: number | undefined;
};

export type Means = {
  readonly ask: AskPromtool;
  readonly progress: Progress;
  readonly folder: string;
  readonly version: AlertmanagerVersion;
};

const runScenarios = async ({ suites }: TestSuites, { ask, progress }: Means) => {
  const scenarios = suites.flatMap((suite) => suite.scenarios);
  const asked = scenarios.map((scenario) => ({ scenario, test: scenarioTest(scenario) }));
  progress.show("tests", 0, asked.length);
  const answers = await ask(asked.map(({ test }) => test));
  const answered = asked.map(({ scenario, test }) => ({
    scenario,
    answer: answers.get(test) ?? "timed-out",
  }));
  return {
    results: answered.flatMap(({ scenario, answer }) => caseResults(scenario, answer)),
    seen: answered.flatMap(({ answer }) => seenAlerts(answer)),
  };
};

type Mutated = {
  readonly tests: TestSuites;
  readonly byRule: TestRun["byRule"];
};

const runMutants = async (
  { tests, byRule }: Mutated,
  { ask, progress }: Means,
): Promise<ReadonlyMap<string, RuleScores>> => {
  let mutants = beginMutation(tests.rules, byRule);
  for (let wave = nextWave(mutants); wave.size > 0; wave = nextWave(mutants)) {
    progress.show("mutants", mutants.filter(isDecided).length, mutants.length);
    const outcomes = await runTrials([...wave.values()].flat(), ask);
    mutants = afterWave(mutants, wave, outcomes);
  }
  return scoresByRule(mutants);
};

const reasonAgainst = (wanted: Wanted, failed: number, cases: number): string | undefined => {
  if (!wanted.mutation) return "no mutants were run";
  if (cases === 0) return "no mutants without tests";
  return failed === 0 ? undefined : "mutants are run when every case passes";
};

const runRoutes = async ({ evidence, routeTests }: TestSet, { folder, version }: Means) => {
  const found: RouteSuites = routeSuites(routeTests, evidence, version);
  const problems = await runRouteTests(found.suites, folder);
  return { routeSuites: found.suites, routeProblems: [...found.problems, ...problems] };
};

/** Runs everything that was read on promtool and amtool. */
export const runTests = async (set: TestSet, wanted: Wanted, means: Means): Promise<TestRun> => {
  const { evidence, unread } = set;
  const tests = testSuites(evidence.ruleTests, evidence.ruleDocuments);
  const { results, seen } = await runScenarios(tests, means);
  const outcomes = await runTrials(vacuityTrials(results), means.ask);
  const byRule = casesByRule(results);
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  const withoutMutants = reasonAgainst(wanted, failed, results.length);
  return {
    tests,
    results,
    seen,
    byRule,
    examples: examplesByRule(results, outcomes),
    vacuous: vacuousCases(results, outcomes),
    ...(await runRoutes(set, means)),
    scores: withoutMutants === undefined ? await runMutants({ tests, byRule }, means) : undefined,
    withoutMutants,
    leastScore: wanted.leastScore,
    unread,
    sources: { ...evidence.sources, ...set.input.sources },
  };
};
