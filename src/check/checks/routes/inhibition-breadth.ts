import { meet, type PairClass, type Side } from "../../../alertmanager/proof/inhibition-proof.ts";
import type { Labels } from "../../../labels/labels.ts";
import { overlap, satisfy, valuesOf } from "../../../labels/language.ts";
import type { ValueMatcher } from "../../../labels/matcher.ts";
import { isAlwaysPresent, isNeverPresent, withMatchers } from "../../../labels/symbolic-labels.ts";
import type { Inhibition } from "./inhibitions.ts";

/** Alerts that keep others back although something shows that they have nothing to do with each other. */
export type WidePair = {
  readonly source: Side;
  readonly target: Side;
  /** Labels in `equal` that neither of the two ever has. */
  readonly lacking: readonly string[];
  /** A label that both have, and that may be different all the same. */
  readonly ignored: string;
};

const isTelling = (source: Side, target: Side, name: string): boolean => {
  const values = valuesOf([...source.constraintOn(name), ...target.constraintOn(name)], 1);
  return values === undefined || values.length !== 1;
};

/** Whether all alerts have the label, or the expression keeps it and few others: then series have it. */
const isKept = ({ labels }: Side, name: string): boolean =>
  isAlwaysPresent(labels, name) ||
  (labels.others === "impossible" && !isNeverPresent(labels, name));

/** Labels of which it is known that both have them, with values that nothing fixes. */
const ignoredLabels = ({ rule }: Inhibition, source: Side, target: Side): readonly string[] =>
  Object.keys(source.labels.known).filter((name) => {
    if (rule.equal.includes(name) || !Object.hasOwn(target.labels.known, name)) return false;
    if (!isKept(source, name) || !isKept(target, name)) return false;
    const [a, b] = [source.constraintOn(name), target.constraintOn(name)];
    return (
      valuesOf(a, 1) === undefined &&
      valuesOf(b, 1) === undefined &&
      overlap(a, b).kind === "satisfiable"
    );
  });

/** Labels of the two with different values of the label that is ignored. */
export const apart = (
  { rule }: Inhibition,
  { source, target, ignored }: WidePair,
): readonly [Labels, Labels] | undefined => {
  const present: ValueMatcher = { operator: "!=", value: "" };
  const having = ({ labels }: Side, matcher: ValueMatcher) =>
    withMatchers(
      labels,
      [present, matcher].map((one) => ({ name: ignored, ...one })),
    );
  const first = satisfy([...source.constraintOn(ignored), present]);
  if (first.kind !== "satisfiable") return undefined;
  const value = first.witness;
  const found = meet(
    rule,
    having(source, { operator: "=", value }),
    having(target, { operator: "!=", value }),
  );
  const [one, other] = found.kind === "possible" ? found.witnesses : [];
  return one === undefined || other === undefined ? undefined : [one, other];
};

/** Instances are what most alerts are told apart by; a job is seldom. */
const PREFERRED = ["instance", "pod", "cluster", "namespace", "service"];

const mostTelling = (names: readonly string[]): string | undefined =>
  PREFERRED.find((name) => names.includes(name)) ?? names.find((name) => name !== "job");

/** Alerts of a class that are looked at: one of them is enough. */
const MOST_OF_A_CLASS = 20;

const wideIn = (
  inhibition: Inhibition,
  { sources, targets, isCertain }: PairClass,
): WidePair | undefined => {
  const { equal } = inhibition.rule;
  const [first] = sources;
  const [second] = targets;
  if (!isCertain || first === undefined || second === undefined) return undefined;
  if (equal.some((name) => isTelling(first, second, name))) return undefined;
  for (const source of sources.slice(0, MOST_OF_A_CLASS)) {
    for (const target of targets.slice(0, MOST_OF_A_CLASS)) {
      const ignored = mostTelling(ignoredLabels(inhibition, source, target));
      if (ignored === undefined) continue;
      const lacking = equal.filter(
        (name) => isNeverPresent(source.labels, name) && isNeverPresent(target.labels, name),
      );
      return { source, target, lacking, ignored };
    }
  }
  return undefined;
};

/** Of each kind of pairs that is too wide, one. */
export const widePairs = (inhibition: Inhibition): readonly WidePair[] =>
  inhibition.proof.pairs().classes.flatMap((pairs) => wideIn(inhibition, pairs) ?? []);
