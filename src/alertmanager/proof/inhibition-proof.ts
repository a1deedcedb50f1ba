import { negate, satisfy } from "../../labels/language.ts";
import type { Matcher } from "../../labels/matcher.ts";
import type { Constraint, SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf, withMatchers } from "../../labels/symbolic-labels.ts";
import { lazy } from "../../lib/lazy.ts";
import type { InhibitionRule } from "../inhibition/inhibition.ts";
import { type Failure, findTogether, type JointAnswer } from "./joint-labels.ts";
import {
  constraintKey,
  type LabelColumns,
  matchersByLabel,
  passingAlerts,
} from "./label-columns.ts";

/** An alert on one side of an inhibition. */
export type Side = {
  /** Its place among the alerts. */
  readonly alert: number;
  /** Those of its label sets that pass the matchers of the side. */
  readonly labels: SymbolicLabels;
  /** What these have as the value of one label. */
  readonly constraintOn: (name: string) => Constraint;
  /** False when it is not known whether there are any. */
  readonly isCertain: boolean;
  /** Whether all of its label sets pass. */
  readonly isWhole: boolean;
};

/** Sources each of which can keep back each of the targets. */
export type PairClass = {
  readonly sources: readonly Side[];
  readonly targets: readonly Side[];
  /** False when it is not known whether they can. */
  readonly isCertain: boolean;
};

export type InhibitionPairs = {
  readonly classes: readonly PairClass[];
  /** False when there were more kinds of pairs than could be looked at. */
  readonly complete: boolean;
};

/** What one inhibition rule can do among some alerts. */
export type InhibitionProof = {
  readonly rule: InhibitionRule;
  readonly sources: readonly Side[];
  readonly targets: readonly Side[];
  /** All pairs that can come about, those that are alike together. */
  readonly pairs: () => InhibitionPairs;
};

/** Each side as seldom as possible in full: most are only told apart by a label or two. */
const sidesOf = (columns: LabelColumns, matchers: InhibitionRule["source"]): Side[] => {
  const sides: Side[] = [];
  const added = matchersByLabel(matchers);
  for (const [alert, passing] of passingAlerts(columns, matchers).entries()) {
    const all = columns.alerts[alert];
    if (passing === "none" || all === undefined) continue;
    const labels = lazy(() => withMatchers(all, matchers));
    sides.push({
      alert,
      get labels() {
        return labels();
      },
      constraintOn: (name) => {
        const own = constraintOf(all, name);
        const more = added.get(name);
        return more === undefined ? own : [...own, ...more];
      },
      isCertain: passing !== "unknown",
      isWhole: passing === "all",
    });
  }
  return sides;
};

/** That not both alerts match both sides: one that does is not kept back by another that does too. */
const notBothSides = (
  { source, target }: InhibitionRule,
  sourceAlert: number,
  targetAlert: number,
): readonly Failure[] => [
  ...target.map((matcher) => ({ alert: sourceAlert, matcher })),
  ...source.map((matcher) => ({ alert: targetAlert, matcher })),
];

/**
 * Label sets of which the first keeps the second back, among those of a source and a target: the values of all equal
 * labels are the same, and not both alerts match both sides.
 */
export const meet = (
  rule: InhibitionRule,
  source: SymbolicLabels,
  target: SymbolicLabels,
): JointAnswer =>
  findTogether({
    alerts: [source, target],
    ties: [{ between: [0, 1], names: rule.equal }],
    failures: [notBothSides(rule, 0, 1)],
  });

/** Alerts of which nothing that matters to the rule is different. */
type SideClass = { readonly sides: Side[]; readonly first: Side };

/** What matters of an alert: the values of some labels, and whether it may fail some matchers. */
type Telling = { readonly names: readonly string[]; readonly matchers: readonly Matcher[] };

/** Whether labels within the constraint can fail the matcher, asked once for each constraint. */
const failing = ({ name, ...matcher }: Matcher) => {
  const known = new Map<string, string>();
  return ({ constraintOn }: Side): string => {
    const constraint = constraintOn(name);
    const key = constraintKey(constraint);
    const verdict = known.get(key) ?? satisfy([...constraint, negate(matcher)]).kind;
    known.set(key, verdict);
    return verdict;
  };
};

const classesOf = (sides: readonly Side[], { names, matchers }: Telling): SideClass[] => {
  const classes = new Map<string, SideClass>();
  const tests = matchers.filter(({ name }) => !names.includes(name)).map(failing);
  for (const side of sides) {
    let key = `${side.isCertain}`;
    for (const name of names) key += `\u0001${constraintKey(side.constraintOn(name))}`;
    for (const test of tests) key += `\u0001${test(side)}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { sides: [side], first: side });
    else known.sides.push(side);
  }
  return [...classes.values()];
};

const exactValue = ({ first }: SideClass, name: string): string | undefined =>
  first.constraintOn(name).find(({ operator }) => operator === "=")?.value;

/** Classes by the value of one label, those in which it can have several apart. */
const indexed = (classes: readonly SideClass[], name: string | undefined) => {
  const byValue = new Map<string, SideClass[]>();
  const others: SideClass[] = [];
  for (const each of classes) {
    const value = name === undefined ? undefined : exactValue(each, name);
    const ofValue = value === undefined ? others : byValue.get(value);
    if (ofValue !== undefined) ofValue.push(each);
    else if (value !== undefined) byValue.set(value, [each]);
  }
  return { byValue, others };
};

/** The label by which the classes are told apart best. */
const mostTelling = (classes: readonly SideClass[], names: readonly string[]) => {
  let best: { readonly name: string; readonly values: number } | undefined;
  for (const name of names) {
    const values = indexed(classes, name).byValue.size;
    if (values > 0 && (best === undefined || values > best.values)) best = { name, values };
  }
  return best?.name;
};

/** Pairs of classes that are looked at, about a second. */
const MOST_PAIRS = 100_000;

const pairsOf = (
  rule: InhibitionRule,
  sources: readonly Side[],
  targets: readonly Side[],
): InhibitionPairs => {
  const names = rule.equal;
  const targetClasses = classesOf(targets, { names, matchers: rule.source });
  const telling = mostTelling(targetClasses, rule.equal);
  const { byValue, others } = indexed(targetClasses, telling);
  const classes: PairClass[] = [];
  let looked = 0;
  for (const source of classesOf(sources, { names, matchers: rule.target })) {
    const value = telling === undefined ? undefined : exactValue(source, telling);
    const candidates =
      value === undefined ? targetClasses : [...(byValue.get(value) ?? []), ...others];
    for (const target of candidates) {
      if (++looked > MOST_PAIRS) return { classes, complete: false };
      const { kind } = meet(rule, source.first.labels, target.first.labels);
      if (kind === "impossible") continue;
      const isCertain =
        kind === "possible" &&
        source.sides.every((side) => side.isCertain) &&
        target.sides.every((side) => side.isCertain);
      classes.push({ sources: source.sides, targets: target.sides, isCertain });
    }
  }
  return { classes, complete: true };
};

/** Which of the alerts the rule can let keep back which others, exactly as far as it says so. */
export const proveInhibition = (columns: LabelColumns, rule: InhibitionRule): InhibitionProof => {
  const sources = sidesOf(columns, rule.source);
  const targets = sidesOf(columns, rule.target);
  return { rule, sources, targets, pairs: lazy(() => pairsOf(rule, sources, targets)) };
};

/** One step of a circle: alerts that the rule before keeps back, and that keep others back by this one. */
const linksOf = (columns: LabelColumns, rules: readonly InhibitionRule[]): readonly Side[][] =>
  rules.map((rule, index) => {
    const before = rules.at(index - 1);
    return sidesOf(columns, [...rule.source, ...(before?.target ?? [])]);
  });

/** Alerts that keep one another back in a circle: each the next by the rule of its place, the last the first. */
export type InhibitionCircle = {
  readonly sides: readonly Side[];
  readonly witnesses: JointAnswer & { readonly kind: "possible" };
};

/** Alerts that two rules let keep each other back at the same time, so that neither is told; undefined when none are found. */
export const findCircle = (
  columns: LabelColumns,
  rules: readonly [InhibitionRule, InhibitionRule],
): InhibitionCircle | undefined => {
  const [first, second] = rules;
  const names = [...first.equal, ...second.equal];
  const matchers = rules.flatMap(({ source, target }) => [...source, ...target]);
  const [starts = [], returns = []] = linksOf(columns, rules).map((sides) =>
    classesOf(
      sides.filter(({ isCertain }) => isCertain),
      { names, matchers },
    ),
  );
  const telling = mostTelling(returns, first.equal);
  const { byValue, others } = indexed(returns, telling);
  let looked = 0;
  for (const start of starts) {
    const value = telling === undefined ? undefined : exactValue(start, telling);
    const candidates = value === undefined ? returns : [...(byValue.get(value) ?? []), ...others];
    for (const back of candidates) {
      if (++looked > MOST_PAIRS) return undefined;
      const witnesses = findTogether({
        alerts: [start.first.labels, back.first.labels],
        ties: [{ between: [0, 1], names: [...first.equal, ...second.equal] }],
        failures: [notBothSides(first, 0, 1), notBothSides(second, 1, 0)],
      });
      if (witnesses.kind === "possible") return { sides: [start.first, back.first], witnesses };
    }
  }
  return undefined;
};
