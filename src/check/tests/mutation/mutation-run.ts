import type { CasesByRule, Dependents } from "../coverage.ts";
import type { TestedRule } from "../rules/tested-rule.ts";
import { isSilent, type Scenario, type TestCase } from "../test-suite.ts";
import type { Trial, TrialOutcome } from "../trials/trial.ts";
import type { Mutant } from "./mutant.ts";
import { mutantsOf } from "./mutants.ts";

/** A mutant on its way through the scenarios that could notice it, those first that
 * are likely to notice at little cost. */
export type MutantProgress = {
  readonly mutant: Mutant;
  readonly scenarios: readonly Dependents[];
  /** How many of the scenarios have been asked. */
  readonly asked: number;
  readonly killedBy: TestCase | undefined;
  /** A scenario could not be asked: that the mutant survived would be no news. */
  readonly undecided: boolean;
};

/** An example that fires notices most mistakes, so that a silent one is asked before it only when it is much cheaper. */
const SILENT_FACTOR = 4;

const costOf = ({ scenario, cases }: Dependents): number => {
  const steps =
    Math.max(...cases.map(({ atMs }) => atMs)) / scenario.suite.file.evaluationIntervalMs;
  return cases.every((one) => one.kind === "alert" && isSilent(one))
    ? steps * SILENT_FACTOR
    : steps;
};

/** All mutants of the rules that any case depends on. */
export const beginMutation = (
  rules: readonly TestedRule[],
  byRule: CasesByRule,
): readonly MutantProgress[] =>
  rules.flatMap((rule) => {
    const dependents = byRule.get(rule.key) ?? [];
    if (dependents.length === 0) return [];
    const scenarios = dependents.toSorted((a, b) => costOf(a) - costOf(b));
    return mutantsOf(rule).map((mutant) => ({
      mutant,
      scenarios,
      asked: 0,
      killedBy: undefined,
      undecided: false,
    }));
  });

/** Nothing is left to ask: the mutant was noticed, or was not in any scenario. */
export const isDecided = ({ killedBy, asked, scenarios }: MutantProgress): boolean =>
  killedBy !== undefined || asked >= scenarios.length;

const ruleIn = ({ suite }: Scenario, { key }: TestedRule): TestedRule | undefined =>
  suite.graph.rules.find((rule) => rule.key === key);

/** One scenario at a time to begin with, then half as many again as were asked before. */
const askedNext = (asked: number): number => Math.max(asked + 1, Math.ceil(asked * 1.5));

/** What one mutant asks next. */
const nextTrials = ({ mutant, scenarios, asked }: MutantProgress): Trial[] =>
  scenarios.slice(asked, askedNext(asked)).flatMap(({ scenario, cases }) => {
    const rule = ruleIn(scenario, mutant.rule);
    return rule === undefined ? [] : [{ scenario, rule, change: mutant.change, cases }];
  });

export type Wave = ReadonlyMap<MutantProgress, readonly Trial[]>;

/** What to ask next: most mutants are noticed by the first scenario, few need all. */
export const nextWave = (progress: readonly MutantProgress[]): Wave =>
  new Map(progress.filter((one) => !isDecided(one)).map((one) => [one, nextTrials(one)]));

const advanced = (
  one: MutantProgress,
  trials: readonly Trial[],
  outcomes: ReadonlyMap<Trial, TrialOutcome>,
): MutantProgress => {
  const found = trials.map((trial) => outcomes.get(trial) ?? "undecided");
  const [killedBy] = found.flatMap((outcome) =>
    outcome === "undecided" ? [] : [...outcome.noticedBy],
  );
  return {
    ...one,
    asked: askedNext(one.asked),
    killedBy,
    undecided: one.undecided || found.includes("undecided"),
  };
};

/** The mutants after the answers to a wave. */
export const afterWave = (
  progress: readonly MutantProgress[],
  wave: Wave,
  outcomes: ReadonlyMap<Trial, TrialOutcome>,
): readonly MutantProgress[] =>
  progress.map((one) => {
    const trials = wave.get(one);
    return trials === undefined ? one : advanced(one, trials, outcomes);
  });

/** What became of the mutants of one rule. */
export type MutationScore = {
  readonly killed: number;
  /** Killed and survivors. */
  readonly total: number;
  /** promtool did not tell in time. */
  readonly undecided: number;
  readonly survivors: readonly Mutant[];
};

const NEAR_THRESHOLD: ReadonlySet<string> = new Set(["threshold-raised", "threshold-lowered"]);

const scoreOf = (progress: readonly MutantProgress[]): MutationScore => {
  const killed = progress.filter(({ killedBy }) => killedBy !== undefined);
  const survivors = progress.filter(({ killedBy, undecided }) => !killedBy && !undecided);
  return {
    killed: killed.length,
    total: killed.length + survivors.length,
    undecided: progress.length - killed.length - survivors.length,
    survivors: survivors.map(({ mutant }) => mutant),
  };
};

export type RuleScores = {
  readonly mutation: MutationScore;
  /** The part of it that moves thresholds a little: examples just above and just below. */
  readonly boundary: MutationScore;
};

/** By the key of each rule. */
export const scoresByRule = (
  progress: readonly MutantProgress[],
): ReadonlyMap<string, RuleScores> =>
  new Map(
    [...Map.groupBy(progress, ({ mutant }) => mutant.rule.key)].map(([key, own]) => [
      key,
      {
        mutation: scoreOf(own),
        boundary: scoreOf(own.filter(({ mutant }) => NEAR_THRESHOLD.has(mutant.operator))),
      },
    ]),
  );
