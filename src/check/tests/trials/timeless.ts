import { descendants } from "../../../promql/syntax/walk.ts";
import type { TestedRule } from "../rules/tested-rule.ts";
import { alertsNamed, type TestCase } from "../test-suite.ts";
import { ALWAYS, type Trial } from "./trial.ts";

/** A subquery without a step takes that of the evaluation. */
const takesStep = ({ expr }: TestedRule): boolean =>
  expr === undefined ||
  [...descendants(expr)].some((node) => node.kind === "subquery" && node.stepMs === undefined);

const durationsIn = ({ rule, change }: Trial, other: TestedRule): string[] => {
  if (other.rule.kind !== "alerting") return [];
  const own = other.key === rule.key && change !== "deleted" ? change : {};
  return [
    own.for ?? other.rule.for?.written.text ?? "0",
    own.keepFiringFor ?? other.rule.keepFiringFor?.written.text ?? "0",
  ];
};

const isZero = (duration: string): boolean => !/[1-9]/.test(duration);

const looksBack = (trial: Trial, other: TestedRule): boolean =>
  !durationsIn(trial, other).every(isZero) ||
  takesStep(other) ||
  trial.scenario.suite.graph.readBy(other.selectors).length > 0;

/**
 * Whether what fires at one evaluation depends on no evaluation before it: there is neither \`for\` nor
 * \`keep_firing_for\`, and no rule is read. An alert that always holds only needs its beginning.
 */
const isTimeless = (trial: Trial): boolean => {
  const { rule, change, scenario } = trial;
  const rules = alertsNamed(scenario.suite, rule.rule.name.text);
  const isAlways = change !== "deleted" && change.expr === ALWAYS;
  if (isAlways && rules.length === 1 && rule.rule.kind === "alerting") {
    return (rule.rule.keepFiringFor?.ms ?? 0) === 0;
  }
  return rules.every((other) => !looksBack(trial, other));
};

/** When the case is looked at: promtool tells of a time between two evaluations what the one before it gave. */
const evaluatedAt = ({ scenario }: Trial, one: TestCase): number => {
  const { evaluationIntervalMs } = scenario.suite.file;
  return Math.floor(one.atMs / evaluationIntervalMs) * evaluationIntervalMs;
};

/**
 * The interval with which the cases of one moment are evaluated at the beginning, at that moment and never between;
 * undefined for other cases.
 */
export const skippingInterval = (trials: readonly Trial[]): number | undefined => {
  if (!trials.every(isTimeless)) return undefined;
  const moments = new Set(
    trials.flatMap((trial) => trial.cases.map((one) => evaluatedAt(trial, one))),
  );
  const [moment = 0] = moments;
  return moments.size === 1 && moment > 0 ? moment : undefined;
};

/** Trials of one moment each, where evaluations between them do not matter; else the trial itself. */
export const momentsOf = (trial: Trial): readonly Trial[] =>
  isTimeless(trial)
    ? [...Map.groupBy(trial.cases, (one) => evaluatedAt(trial, one)).values()].map((cases) => ({
        ...trial,
        cases,
      }))
    : [trial];

/** What tells runs apart in which evaluations may be left out; the same for all others of a scenario. */
export const momentKey = (trial: Trial): string => {
  const [first] = trial.cases;
  return isTimeless(trial) && first !== undefined ? String(evaluatedAt(trial, first)) : "";
};
