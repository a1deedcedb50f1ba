import { KNOWN_METRICS } from "../../promql/metrics/known-metrics.ts";
import { evaluate } from "../../promql/values/evaluate.ts";
import { outcomeOf } from "../../promql/values/outcome.ts";
import type { TestedRule } from "./rules/tested-rule.ts";
import type { CaseResult } from "./running/case-result.ts";
import {
  type AlertCase,
  alertsNamed,
  isSilent,
  rulesAskedBy,
  type Scenario,
  type TestCase,
} from "./test-suite.ts";
import { ALWAYS, type Trial, type TrialOutcome } from "./trials/trial.ts";

/** The cases of a scenario that depend on a rule. */
export type Dependents = { readonly scenario: Scenario; readonly cases: readonly TestCase[] };

/** By the key of each rule, the passing cases that depend on it: an alert's own, and all that read a recording. */
export type CasesByRule = ReadonlyMap<string, readonly Dependents[]>;

const rulesBehind = ({ scenario: { suite }, case: one }: CaseResult): Iterable<TestedRule> => {
  const asked = rulesAskedBy(suite, one);
  const read = suite.graph.closureOf(asked);
  if (one.kind === "query") return read;
  return [...asked, ...[...read].filter(({ rule }) => rule.kind === "recording")];
};

/** Which passing cases depend on which rule. */
export const casesByRule = (results: readonly CaseResult[]): CasesByRule => {
  const byRule = new Map<string, Map<Scenario, TestCase[]>>();
  for (const result of results) {
    if (result.failure !== undefined) continue;
    for (const key of new Set([...rulesBehind(result)].map((rule) => rule.key))) {
      const scenarios = byRule.get(key) ?? new Map<Scenario, TestCase[]>();
      byRule.set(key, scenarios);
      const cases = scenarios.get(result.scenario) ?? [];
      scenarios.set(result.scenario, [...cases, result.case]);
    }
  }
  return new Map(
    [...byRule].map(([key, scenarios]) => [
      key,
      [...scenarios].map(([scenario, cases]) => ({ scenario, cases })),
    ]),
  );
};

const passingAlertCases = (results: readonly CaseResult[]) =>
  results.flatMap(({ scenario, case: one, failure }) =>
    failure === undefined && one.kind === "alert" ? [{ scenario, case: one }] : [],
  );

/** An alert that is to fire at all times cannot be shown to be silent. */
const firesAlways = ({ expr, selectors }: TestedRule): boolean =>
  expr !== undefined &&
  selectors.length === 0 &&
  outcomeOf(evaluate(expr, { metrics: KNOWN_METRICS })) === "fires";

const isWithinFor = ({ rule }: TestedRule, one: AlertCase): boolean =>
  rule.kind === "alerting" && one.atMs < (rule.for?.ms ?? 0);

type Asked = {
  readonly scenario: Scenario;
  readonly rules: readonly TestedRule[];
  readonly cases: readonly AlertCase[];
};

/** A rule that is there twice is one rule: it is changed in both places. */
const distinct = (rules: readonly TestedRule[]): TestedRule[] => [
  ...new Map(rules.map((rule) => [rule.key, rule])).values(),
];

const askedAlerts = (results: readonly CaseResult[]): Asked[] => {
  const byScenario = Map.groupBy(passingAlertCases(results), ({ scenario }) => scenario);
  return [...byScenario].flatMap(([scenario, some]) => {
    const byName = Map.groupBy(some, (one) => one.case.test.alertname.text);
    return [...byName].map(([name, found]) => ({
      scenario,
      rules: distinct(alertsNamed(scenario.suite, name)),
      cases: found.map((one) => one.case),
    }));
  });
};

const trialsOfRule = (rule: TestedRule, { scenario, rules, cases }: Asked): Trial[] => {
  const isOnly = rules.length === 1;
  const silent = cases.filter(isSilent);
  const early = silent.filter((one) => isWithinFor(rule, one));
  const trials: Trial[] = [
    {
      scenario,
      rule,
      change: { expr: ALWAYS },
      cases: isOnly ? silent : cases,
    },
    { scenario, rule, change: { for: "0s" }, cases: early },
    {
      scenario,
      rule,
      change: "deleted",
      cases: isOnly ? [] : cases.filter((one) => !isSilent(one)),
    },
  ];
  return trials.filter((trial) => trial.cases.length > 0);
};

/**
 * What shows whether cases could fail at all: each alert always firing (as soon as its `for` lets it), without
 * its `for` where cases look that early, and gone where another rule has the same name.
 */
export const vacuityTrials = (results: readonly CaseResult[]): Trial[] =>
  askedAlerts(results).flatMap((asked) => asked.rules.flatMap((rule) => trialsOfRule(rule, asked)));

type Outcomes = ReadonlyMap<Trial, TrialOutcome>;

/** The passing cases that show an alert to fire and to be silent. */
export type Examples = {
  readonly firing: ReadonlySet<TestCase>;
  readonly silent: ReadonlySet<TestCase>;
};

/** The cases that noticed; what could not be decided counts, so that nothing is said against it. */
const noticedIn = ([{ cases }, outcome]: readonly [Trial, TrialOutcome]): Iterable<TestCase> =>
  outcome === "undecided" ? cases : outcome.noticedBy;

const keyIn = (scenario: Scenario, { key }: TestedRule): string =>
  `${scenario.suite.file.file}\n${scenario.suite.scenarios.indexOf(scenario)}\n${key}`;

/** The cases that fail when one of the rules of their name is gone. */
const missingByRule = (outcomes: Outcomes): ReadonlyMap<string, ReadonlySet<TestCase>> =>
  new Map(
    [...outcomes]
      .filter(([{ change }]) => change === "deleted")
      .map((each) => [keyIn(each[0].scenario, each[0].rule), new Set(noticedIn(each))]),
  );

type Example = { readonly key: string; readonly case: TestCase };

type FiresBy = (scenario: Scenario, rule: TestedRule) => ReadonlySet<TestCase> | undefined;

const firingExamples = (asked: readonly Asked[], firesBy: FiresBy): Example[] =>
  asked.flatMap(({ scenario, rules, cases }) => {
    const firing = cases.filter((one) => !isSilent(one));
    return rules.flatMap((rule) => {
      const own = firesBy(scenario, rule);
      return firing
        .filter((one) => rules.length === 1 || own?.has(one))
        .map((one) => ({ key: rule.key, case: one }));
    });
  });

const silentExamples = (outcomes: Outcomes, firesBy: FiresBy): Example[] =>
  [...outcomes].flatMap((each) => {
    const [{ rule, change, scenario }] = each;
    if (change === "deleted") return [];
    const own = firesBy(scenario, rule);
    return [...noticedIn(each)]
      .filter((one) => !own?.has(one))
      .map((one) => ({ key: rule.key, case: one }));
  });

const casesByKey = (examples: readonly Example[]): ReadonlyMap<string, ReadonlySet<TestCase>> =>
  new Map(
    [...Map.groupBy(examples, ({ key }) => key)].map(([key, own]) => [
      key,
      new Set(own.map((one) => one.case)),
    ]),
  );

/** By the key of each alerting rule, the examples that it has. */
export const examplesByRule = (
  results: readonly CaseResult[],
  outcomes: Outcomes,
): ReadonlyMap<string, Examples> => {
  const missing = missingByRule(outcomes);
  const firesBy: FiresBy = (scenario, rule) => missing.get(keyIn(scenario, rule));
  const firing = casesByKey(firingExamples(askedAlerts(results), firesBy));
  const silent = casesByKey(silentExamples(outcomes, firesBy));
  const none: ReadonlySet<TestCase> = new Set();
  return new Map(
    [...firing.keys(), ...silent.keys()].map((key) => [
      key,
      { firing: firing.get(key) ?? none, silent: silent.get(key) ?? none },
    ]),
  );
};

/** Silent cases that pass whatever their alert says. */
export const vacuousCases = (
  results: readonly CaseResult[],
  outcomes: Outcomes,
): ReadonlySet<TestCase> => {
  const couldFail = new Set([...outcomes].flatMap((each) => [...noticedIn(each)]));
  return new Set(
    askedAlerts(results)
      .filter(({ rules }) => rules.length > 0)
      .flatMap(({ cases }) => cases.filter((one) => isSilent(one) && !couldFail.has(one))),
  );
};

/** Whether an alert needs an example in which it is silent. */
export const canBeSilent = (rule: TestedRule): boolean => !firesAlways(rule);
