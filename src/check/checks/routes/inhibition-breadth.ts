import type { PairClass, Side } from "../../../alertmanager/proof/inhibition-proof.ts";
import type { Labels } from "../../../labels/labels.ts";
import { overlap, satisfy, valuesOf } from "../../../labels/language.ts";
import { constraintOf, isAlwaysPresent, isNeverPresent } from "../../../labels/symbolic-labels.ts";
import { type NearPair, pairWitness } from "./inhibition-deadness.ts";
import type { Inhibition } from "./inhibitions.ts";

/** Alerts that keep others back although something shows that they have nothing to do with each other. */
export type WidePair = NearPair & {
  /** Labels in `equal` that neither of the two ever has. */
  readonly lacking: readonly string[];
  /** A label that both always have, and that may be different all the same. */
  readonly ignored: string;
};

const isTelling = ({ labels: source }: Side, { labels: target }: Side, name: string): boolean => {
  const [a, b] = [constraintOf(source, name), constraintOf(target, name)];
  const values = valuesOf([...a, ...b], 1);
  return values === undefined || values.length !== 1;
};

/** Labels of which it is known that both have them, with values that nothing fixes. */
const ignoredLabels = ({ rule }: Inhibition, source: Side, target: Side): readonly string[] =>
  Object.keys(source.labels.known).filter((name) => {
    if (rule.equal.includes(name) || !Object.hasOwn(target.labels.known, name)) return false;
    if (!isAlwaysPresent(source.labels, name) || !isAlwaysPresent(target.labels, name))
      return false;
    const [a, b] = [constraintOf(source.labels, name), constraintOf(target.labels, name)];
    return (
      valuesOf(a, 1) === undefined &&
      valuesOf(b, 1) === undefined &&
      overlap(a, b).kind === "satisfiable"
    );
  });

/** The labels of the target with another value of the label than the source has. */
const apart = (target: Side, [source, labels]: NearPair["witnesses"], name: string) => {
  const value = source[name] ?? "";
  const other = satisfy([
    ...constraintOf(target.labels, name),
    { operator: "!=", value },
    { operator: "!=", value: "" },
  ]);
  const changed: Labels | undefined =
    other.kind === "satisfiable" ? { ...labels, [name]: other.witness } : undefined;
  return changed;
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
      const pair = pairWitness(inhibition, source, target);
      const other = pair && apart(target, pair.witnesses, ignored);
      if (pair === undefined || other === undefined) continue;
      const lacking = equal.filter(
        (name) => isNeverPresent(source.labels, name) && isNeverPresent(target.labels, name),
      );
      return { ...pair, witnesses: [pair.witnesses[0], other], lacking, ignored };
    }
  }
  return undefined;
};

/** Of each kind of pairs that is too wide, one. */
export const widePairs = (inhibition: Inhibition): readonly WidePair[] =>
  inhibition.proof.pairs().classes.flatMap((pairs) => wideIn(inhibition, pairs) ?? []);
