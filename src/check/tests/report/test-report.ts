import type { Place } from "../../../lib/source.ts";
import type { CasesByRule, Examples } from "../coverage.ts";
import type { MutationScore, RuleScores } from "../mutation/mutation-run.ts";
import { brokenAnnotations, failedCase } from "../problems/failed-cases.ts";
import { missingExamples, vacuousProblems } from "../problems/missing-examples.ts";
import { type Problem, problem } from "../problems/problem.ts";
import { unmatchedNames } from "../problems/unmatched-names.ts";
import { type RouteSuite, routeTestName } from "../routes/route-suite.ts";
import type { TestedRule } from "../rules/tested-rule.ts";
import type { CaseResult, SeenAlert } from "../running/case-result.ts";
import type { TestCase, TestSuites } from "../test-suite.ts";

/** How well a rule is tested. */
export type RuleRow = {
  readonly name: string;
  readonly kind: "alert" | "recording";
  readonly place: Place;
  /** Passing cases that show it firing and silent; for a recording rule, cases that depend on it. */
  readonly firing: number;
  readonly silent: number;
  readonly cases: number;
  /** Undefined when mutants were not run. */
  readonly boundary: MutationScore | undefined;
  readonly mutation: MutationScore | undefined;
};

export type CaseRow = {
  readonly name: string;
  readonly place: Place;
  readonly problems: readonly Problem[];
};

/** One file of tests. */
export type SuiteRow = { readonly file: string; readonly cases: readonly CaseRow[] };

/** All that a run of tests found. */
export type TestReport = {
  readonly suites: readonly SuiteRow[];
  readonly rules: readonly RuleRow[];
  readonly problems: readonly Problem[];
  /** Why no mutants were run, when none were. */
  readonly withoutMutants: string | undefined;
  readonly sources: Readonly<Record<string, string>>;
};

/** What was tested and how it went. */
export type TestRun = {
  readonly tests: TestSuites;
  readonly results: readonly CaseResult[];
  readonly seen: readonly SeenAlert[];
  readonly byRule: CasesByRule;
  readonly examples: ReadonlyMap<string, Examples>;
  readonly vacuous: ReadonlySet<TestCase>;
  readonly routeSuites: readonly RouteSuite[];
  readonly routeProblems: readonly Problem[];
  /** Undefined when no mutants were run. */
  readonly scores: ReadonlyMap<string, RuleScores> | undefined;
  readonly withoutMutants: string | undefined;
  /** The least share of mutants of each alert that must be killed, 0 to 1. */
  readonly leastScore: number | undefined;
  /** What kept files from being read. */
  readonly unread: readonly Problem[];
  readonly sources: TestReport["sources"];
};

const placeOfAnnotation = (rules: readonly TestedRule[], alertname: string, annotation: string) => {
  for (const { rule } of rules) {
    if (rule.kind !== "alerting" || rule.name.text !== alertname) continue;
    const texts = [...rule.annotations, ...rule.labels];
    const found = texts.find(({ name }) => name.text === annotation);
    if (found !== undefined) return found.value.placeAt(0);
  }
  return undefined;
};

const templateProblems = ({ tests, results, seen }: TestRun): Problem[] =>
  brokenAnnotations(results, seen).flatMap(({ alertname, annotation, text }) => {
    const place = placeOfAnnotation(tests.rules, alertname, annotation);
    if (place === undefined) return [];
    return problem({
      rule: "template-error",
      place,
      subject: alertname,
      message: `the ${annotation} of ${alertname} cannot be rendered`,
      details: [text],
      mend: "use only labels and functions that are there; tocsin check names the mistake",
    });
  });

const percent = (share: number): string => `${Math.floor(share * 100)}%`;

const shareOf = ({ killed, total }: MutationScore): number => (total === 0 ? 1 : killed / total);

const lowScores = ({ tests, scores, leastScore }: TestRun): Problem[] =>
  leastScore === undefined
    ? []
    : tests.rules.flatMap(({ rule, key }) => {
        const score = scores?.get(key)?.mutation;
        if (score === undefined || rule.kind !== "alerting") return [];
        if (shareOf(score) >= leastScore) return [];
        return problem({
          rule: "low-score",
          place: rule.place,
          subject: rule.name.text,
          message: `the examples of ${rule.name.text} notice ${score.killed} of ${score.total} mutants (${percent(shareOf(score))}), and ${percent(leastScore)} are asked for`,
          mend: "add the examples that its survivors name",
        });
      });

/** An alert of which a case fails has examples, which are not counted until they pass. */
const examplesProblems = ({ tests, examples, results }: TestRun): Problem[] => {
  const failing = new Set(
    results.flatMap(({ case: one, failure }) =>
      failure !== undefined && one.kind === "alert" ? [one.test.alertname.text] : [],
    ),
  );
  return missingExamples(tests.rules, examples).filter(({ subject }) => !failing.has(subject));
};

const inOrder = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted(
    (a, b) =>
      a.place.file.localeCompare(b.place.file, "en") ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      a.rule.localeCompare(b.rule, "en"),
  );

const problemsOf = (run: TestRun): Problem[] =>
  inOrder([
    ...run.unread,
    ...run.tests.suites.flatMap(unmatchedNames),
    ...run.results.flatMap(failedCase),
    ...examplesProblems(run),
    ...vacuousProblems(
      run.tests.suites.flatMap(({ scenarios }) => scenarios),
      run.vacuous,
    ),
    ...templateProblems(run),
    ...run.routeProblems,
    ...lowScores(run),
  ]);

const suiteRows = (run: TestRun, problems: readonly Problem[]): SuiteRow[] => {
  const byCase = Map.groupBy(problems, (one) => one.case);
  const ofRules = run.tests.suites.map(({ file, scenarios }) => ({
    file: file.file,
    cases: scenarios.flatMap(({ name, cases }) =>
      cases.map((one) => ({
        name: `${name}: ${one.name}`,
        place: one.place,
        problems: byCase.get(one) ?? [],
      })),
    ),
  }));
  const ofRoutes = run.routeSuites.map(({ file }) => ({
    file: file.file,
    cases: file.tests.map((test) => ({
      name: routeTestName(test),
      place: test.place,
      problems: byCase.get(test) ?? [],
    })),
  }));
  return [...ofRules, ...ofRoutes];
};

const ruleRow = (rule: TestedRule, { examples, byRule, scores }: TestRun): RuleRow => {
  const own = examples.get(rule.key);
  const cases = byRule.get(rule.key)?.reduce((sum, one) => sum + one.cases.length, 0) ?? 0;
  const score = scores?.get(rule.key);
  return {
    name: rule.rule.name.text,
    kind: rule.rule.kind === "alerting" ? "alert" : "recording",
    place: rule.rule.place,
    firing: own?.firing.size ?? 0,
    silent: own?.silent.size ?? 0,
    cases,
    boundary: score?.boundary,
    mutation: score?.mutation,
  };
};

/** All that is to be told of the run. */
export const testReport = (run: TestRun): TestReport => {
  const problems = problemsOf(run);
  return {
    suites: suiteRows(run, problems),
    rules: run.tests.rules.map((rule) => ruleRow(rule, run)),
    problems,
    withoutMutants: run.withoutMutants,
    sources: run.sources,
  };
};

export type TestTotals = {
  readonly cases: number;
  readonly failed: number;
  readonly mutants: number;
  readonly killed: number;
  readonly undecided: number;
};

export const totalsOf = ({ suites, rules }: TestReport): TestTotals => {
  const cases = suites.flatMap((suite) => suite.cases);
  const sum = (of: (score: MutationScore) => number): number =>
    rules.reduce((total, { mutation }) => total + (mutation === undefined ? 0 : of(mutation)), 0);
  return {
    cases: cases.length,
    failed: cases.filter(({ problems }) => problems.length > 0).length,
    mutants: sum(({ total }) => total),
    killed: sum(({ killed }) => killed),
    undecided: sum(({ undecided }) => undecided),
  };
};
