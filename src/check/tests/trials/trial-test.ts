import type { PromtoolFailure } from "../promtool/promtool-output.ts";
import { evaluationsOf, type PromtoolTest, testFileText } from "../promtool/promtool-test.ts";
import { ruleEntry, ruleFileText } from "../promtool/rule-text.ts";
import { readsAlerts, type TestedRule } from "../rules/tested-rule.ts";
import { type Answer, failureOf } from "../running/case-result.ts";
import { alertsNamed, rulesAskedBy, type Scenario, type TestSuite } from "../test-suite.ts";
import { momentKey, skippingInterval } from "./timeless.ts";
import { ALWAYS, type Trial, type TrialOutcome } from "./trial.ts";

/** Trials that one run of promtool decides. */
export type TrialTest = {
  readonly test: PromtoolTest;
  readonly trials: readonly Trial[];
  /** The alerts under whose names the trials stand; none for a trial by itself, which keeps the names. */
  readonly names: ReadonlyMap<string, Trial>;
};

const needsRule = ({ rule, change }: Trial, other: TestedRule): boolean =>
  other.key !== rule.key || (change !== "deleted" && change.expr !== ALWAYS);

/** The rules that go by the name of the alert in the trial, with the change. */
const alertsOf = (trial: Trial): readonly TestedRule[] =>
  alertsNamed(trial.scenario.suite, trial.rule.rule.name.text);

const readWithin = (trial: Trial): ReadonlySet<TestedRule> =>
  trial.scenario.suite.graph.closureOf(alertsOf(trial).filter((other) => needsRule(trial, other)));

/**
 * Whether the alert can be tried under other names beside itself: then a single run decides all trials of a
 * scenario. Rules that look at alerts would see the copies.
 */
const canStandBeside = (trial: Trial): boolean =>
  trial.rule.rule.kind === "alerting" && ![...readWithin(trial)].some(readsAlerts);

const changedEntry = ({ rule, change }: Trial, other: TestedRule, name?: string): object[] => {
  const named = name === undefined ? {} : { name };
  if (other.key !== rule.key) return [ruleEntry(other, named)];
  return change === "deleted" ? [] : [ruleEntry(other, { ...change, ...named })];
};

type Named = ReadonlyMap<Trial, string>;

/** For each rule, itself where trials read it, and a copy for each trial that it is the alert of. */
const entriesFor = (names: Named) => {
  const trials = [...names.keys()];
  const read = new Set(trials.flatMap((trial) => [...readWithin(trial)]));
  const copies = Map.groupBy(
    trials.flatMap((trial) => alertsOf(trial).map((rule) => ({ rule, trial }))),
    ({ rule }) => rule.key,
  );
  return (rule: TestedRule): object[] => {
    const copied = copies.get(rule.key);
    if (copied !== undefined) {
      return copied.flatMap(({ trial }) => changedEntry(trial, rule, names.get(trial)));
    }
    return read.has(rule) && rule.rule.kind === "recording" ? [ruleEntry(rule)] : [];
  };
};

const testOf = (scenario: Scenario, names: Named): PromtoolTest => {
  const { groups, graph, file } = scenario.suite;
  const questions = [...names].flatMap(([{ cases }, alertname]) =>
    cases.map((one) => ({ case: one, alertname })),
  );
  const entries = entriesFor(names);
  const intervalMs = skippingInterval([...names.keys()]) ?? file.evaluationIntervalMs;
  const rules = graph.rules.reduce((sum, rule) => sum + entries(rule).length, 0);
  return {
    rules: ruleFileText(groups, entries),
    tests: testFileText({
      scenario,
      questions,
      groupNames: groups.map(({ name }) => name),
      intervalMs,
    }),
    evaluations: evaluationsOf(questions, intervalMs) * rules,
  };
};

/** More copies of alerts in a run of promtool than this, and a retry because of one costs too much. */
const MOST_TOGETHER = 60;

const together = (scenario: Scenario, trials: readonly Trial[]): TrialTest[] => {
  const tests: TrialTest[] = [];
  for (let from = 0; from < trials.length; from += MOST_TOGETHER) {
    const some = trials.slice(from, from + MOST_TOGETHER);
    const named = some.map((trial, index) => [trial, `trial ${index + 1}`] as const);
    tests.push({
      test: testOf(scenario, new Map(named)),
      trials: some,
      names: new Map(named.map(([trial, name]) => [name, trial])),
    });
  }
  return tests;
};

const rulesFor = (suite: TestSuite, trial: Trial): ReadonlySet<TestedRule> =>
  suite.graph.closureOf(trial.cases.flatMap((one) => rulesAskedBy(suite, one)));

const alone = (trial: Trial): TrialTest => {
  const { scenario, cases } = trial;
  const { suite } = scenario;
  const needed = rulesFor(suite, trial);
  const questions = cases.map((one) => ({ case: one }));
  return {
    test: {
      rules: ruleFileText(suite.groups, (rule) =>
        needed.has(rule) ? changedEntry(trial, rule) : [],
      ),
      tests: testFileText({
        scenario,
        questions,
        groupNames: suite.groups.map(({ name }) => name),
      }),
      evaluations: evaluationsOf(questions, suite.file.evaluationIntervalMs) * needed.size,
    },
    trials: [trial],
    names: new Map(),
  };
};

/** Runs of promtool that decide the trials; those of `momentsOf` with the fewest evaluations. */
export const trialTests = (trials: readonly Trial[]): TrialTest[] => {
  const byScenario = Map.groupBy(trials, ({ scenario }) => scenario);
  return [...byScenario].flatMap(([scenario, some]) => {
    const beside = Map.groupBy(some, canStandBeside);
    const byMoment = Map.groupBy(beside.get(true) ?? [], momentKey);
    return [
      ...[...byMoment.values()].flatMap((own) => together(scenario, own)),
      ...(beside.get(false) ?? []).map(alone),
    ];
  });
};

export type TrialAnswers = {
  readonly outcomes: ReadonlyMap<Trial, TrialOutcome>;
  /** To be asked once more: another trial put an end to the run. */
  readonly again: readonly Trial[];
};

const noticedAmong = (answer: Answer, trial: Trial): TrialOutcome => ({
  noticedBy: new Set(trial.cases.filter((one) => failureOf(answer, one) !== undefined)),
});

const outcomeAlone = (trial: Trial, answer: Answer): TrialOutcome =>
  answer === "timed-out" || answer.some(({ kind }) => kind === "refusal")
    ? "undecided"
    : noticedAmong(answer, trial);

/** What promtool said of the trial, under the names of the scenario. */
const ownFailures = (
  name: string,
  trial: Trial,
  failures: readonly PromtoolFailure[],
): PromtoolFailure[] =>
  failures.flatMap((failure): PromtoolFailure[] => {
    if (failure.kind === "evaluation") return failure.rule === name ? [failure] : [];
    return failure.kind === "alert" && failure.alertname === name
      ? [{ ...failure, alertname: trial.rule.rule.name.text }]
      : [];
  });

const allOf = (
  trials: readonly Trial[],
  outcome: (trial: Trial) => TrialOutcome,
): TrialAnswers => ({
  outcomes: new Map(trials.map((trial) => [trial, outcome(trial)])),
  again: [],
});

/** When the run ended because a rule could not be evaluated. */
const endOf = (failures: readonly PromtoolFailure[]): number =>
  Math.min(
    ...failures.map((each) => (each.kind === "evaluation" ? each.atMs : Number.POSITIVE_INFINITY)),
  );

/** What promtool's answer says of each trial. */
export const trialAnswers = ({ trials, names }: TrialTest, answer: Answer): TrialAnswers => {
  if (names.size === 0 || answer === "timed-out" || answer.some(({ kind }) => kind === "refusal")) {
    return allOf(trials, (trial) => outcomeAlone(trial, answer));
  }
  const broken = answer.filter((failure) => failure.kind === "evaluation");
  const culprits = new Set(broken.flatMap(({ rule }) => names.get(rule) ?? []));
  if (broken.length > 0 && culprits.size === 0) return allOf(trials, () => "undecided");
  const end = endOf(answer);
  const isOver = (trial: Trial): boolean =>
    culprits.has(trial) || trial.cases.every(({ atMs }) => atMs < end);
  const nameOf = new Map([...names].map(([name, trial]) => [trial, name]));
  const { outcomes } = allOf(trials.filter(isOver), (trial) =>
    noticedAmong(ownFailures(nameOf.get(trial) ?? "", trial, answer), trial),
  );
  return { outcomes, again: trials.filter((trial) => !isOver(trial)) };
};
