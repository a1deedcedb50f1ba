import { meet, proveInhibition, type Side } from "../../../alertmanager/proof/inhibition-proof.ts";
import { findTogether } from "../../../alertmanager/proof/joint-labels.ts";
import { constraintKey, labelColumns } from "../../../alertmanager/proof/label-columns.ts";
import type { Labels } from "../../../labels/labels.ts";
import { overlap } from "../../../labels/language.ts";
import type { Constraint, SymbolicLabels } from "../../../labels/symbolic.ts";
import {
  constraintOf,
  isAlwaysPresent,
  isNeverPresent,
  mayBeAbsent,
} from "../../../labels/symbolic-labels.ts";
import type { Examined } from "../../examined.ts";
import { arrivingIn, type Inhibition } from "./inhibitions.ts";

/** Why an inhibition never keeps anything back. */
export type Deadness = { readonly isCertain: boolean } & (
  | { readonly kind: "no source" }
  | { readonly kind: "no target" }
  /** Every alert of one side has the label, and none of the other. */
  | { readonly kind: "one-sided"; readonly label: string; readonly having: "source" | "target" }
  /** No two alerts have the same value of any of these labels. */
  | { readonly kind: "unequal"; readonly labels: readonly string[] }
  /** Each label can be equal, but not all of them in any two alerts. */
  | { readonly kind: "never together" }
  /** All pairs match both sides. */
  | { readonly kind: "both sides" }
);

/** What a proof rests on that says that a label is not there. */
export const UNLESS_EXTERNAL =
  "\nit is so unless Prometheus adds the label to what it sends (external_labels): no configuration of it was given";

const constraintsOn = (sides: readonly Side[], label: string) => {
  const exact = new Set<string>();
  const others = new Map<string, Constraint>();
  for (const { labels } of sides) {
    const constraint = constraintOf(labels, label);
    const value = constraint.find(({ operator }) => operator === "=")?.value;
    if (value === undefined) others.set(constraintKey(constraint), constraint);
    else exact.add(value);
  }
  return { exact, others: [...others.values()] };
};

const exactly = (value: string): Constraint => [{ operator: "=", value }];

/** Whether two alerts, one of each side, may have the same value; true when that is not known. */
const mayBeEqual = ({ proof }: Inhibition, label: string): boolean => {
  const source = constraintsOn(proof.sources, label);
  const target = constraintsOn(proof.targets, label);
  if (source.exact.values().some((value) => target.exact.has(value))) return true;
  const all = ({ exact, others }: typeof source) => [...others, ...[...exact].map(exactly)];
  const meets = (some: readonly Constraint[], many: readonly Constraint[]) =>
    some.some((a) => many.some((b) => overlap(a, b).kind !== "unsatisfiable"));
  return meets(source.others, all(target)) || meets(target.others, all(source));
};

const sidedness = ({ proof: { sources, targets } }: Inhibition, label: string) => {
  const always = (sides: readonly Side[]) =>
    sides.every(({ labels }) => isAlwaysPresent(labels, label));
  const never = (sides: readonly Side[]) =>
    sides.every(({ labels }) => isNeverPresent(labels, label));
  if (always(sources) && never(targets)) return "source";
  return always(targets) && never(sources) ? "target" : undefined;
};

/** Pairs looked at to find out why none can come about. */
const MOST_PAIRS = 2_000;

const somePairs = function* ({ proof: { sources, targets } }: Inhibition) {
  let count = 0;
  for (const source of sources) {
    for (const target of targets) {
      if (++count > MOST_PAIRS) return;
      yield { source, target };
    }
  }
};

/** The alert where labels that it lacks may come from `external_labels` that nobody has shown. */
const withExternalLabels = (labels: SymbolicLabels, names: readonly string[]): SymbolicLabels => ({
  ...labels,
  known: {
    ...labels.known,
    ...Object.fromEntries(
      names
        .filter((name) => name !== "alertname" && mayBeAbsent(labels, name))
        .map((name): [string, Constraint] => [name, []]),
    ),
  },
});

/** Whether it is dead whatever labels Prometheus adds to what it sends. */
const isDeadAnyway = ({ rule }: Inhibition, examined: Examined): boolean => {
  if (examined.prometheus !== undefined) return true;
  const alerts = arrivingIn(examined).list.map(({ labels }) =>
    withExternalLabels(labels, rule.equal),
  );
  return proveInhibition(labelColumns(alerts), rule).pairs().classes.length === 0;
};

const reasonOf = (inhibition: Inhibition, examined: Examined): Deadness => {
  const { rule } = inhibition;
  const isCertain = isDeadAnyway(inhibition, examined);
  const labels = rule.equal.filter((label) => !mayBeEqual(inhibition, label));
  for (const label of labels) {
    const having = sidedness(inhibition, label);
    if (having !== undefined) return { kind: "one-sided", label, having, isCertain };
  }
  if (labels.length > 0) return { kind: "unequal", labels, isCertain };
  for (const { source, target } of somePairs(inhibition)) {
    const { kind } = findTogether({
      alerts: [source.labels, target.labels],
      ties: [{ between: [0, 1], names: rule.equal }],
      failures: [],
    });
    if (kind === "possible") return { kind: "both sides", isCertain };
  }
  return { kind: "never together", isCertain };
};

const deadnessIn = (inhibition: Inhibition, examined: Examined): Deadness | undefined => {
  const { sources, targets, pairs } = inhibition.proof;
  if (sources.length === 0) return { kind: "no source", isCertain: true };
  if (targets.length === 0) return { kind: "no target", isCertain: true };
  const { classes, complete } = pairs();
  return complete && classes.length === 0 ? reasonOf(inhibition, examined) : undefined;
};

const computed = new WeakMap<Inhibition, { readonly deadness: Deadness | undefined }>();

/** Why the inhibition never keeps anything back; undefined when it may. */
export const deadnessOf = (inhibition: Inhibition, examined: Examined): Deadness | undefined => {
  const known = computed.get(inhibition) ?? { deadness: deadnessIn(inhibition, examined) };
  computed.set(inhibition, known);
  return known.deadness;
};

export type NearPair = {
  readonly source: Side;
  readonly target: Side;
  /** Labels of each, the same where they can be. */
  readonly witnesses: readonly [Labels, Labels];
};

const sharedValues = (a: SymbolicLabels, b: SymbolicLabels): number =>
  Object.entries(a.known).filter(([name, constraint]) => {
    const value = constraint.find(({ operator }) => operator === "=")?.value;
    return (
      value !== undefined &&
      value !== "" &&
      constraintOf(b, name).some((other) => other.operator === "=" && other.value === value)
    );
  }).length;

const distance = ({ rule }: Inhibition, source: Side, target: Side): number => {
  const unequal = rule.equal.filter(
    (name) =>
      overlap(constraintOf(source.labels, name), constraintOf(target.labels, name)).kind ===
      "unsatisfiable",
  );
  return unequal.length * 1_000 - sharedValues(source.labels, target.labels);
};

/** The two alerts that come nearest to being a pair, as far as was looked. */
export const nearestPair = (inhibition: Inhibition): NearPair | undefined => {
  let nearest: { source: Side; target: Side; by: number } | undefined;
  for (const { source, target } of somePairs(inhibition)) {
    const by = distance(inhibition, source, target);
    if (nearest === undefined || by < nearest.by) nearest = { source, target, by };
  }
  if (nearest === undefined) return undefined;
  const { source, target } = nearest;
  const names = inhibition.rule.equal.filter(
    (name) =>
      overlap(constraintOf(source.labels, name), constraintOf(target.labels, name)).kind ===
      "satisfiable",
  );
  const found = findTogether({
    alerts: [source.labels, target.labels],
    ties: [{ between: [0, 1], names }],
    failures: [],
  });
  const [one, other] = found.kind === "possible" ? found.witnesses : [];
  if (one === undefined || other === undefined) return undefined;
  return { source, target, witnesses: [one, other] };
};

/** One pair that can come about, with labels of each. */
export const pairWitness = (
  { rule }: Inhibition,
  source: Side,
  target: Side,
): NearPair | undefined => {
  const found = meet(rule, source.labels, target.labels);
  const [one, other] = found.kind === "possible" ? found.witnesses : [];
  if (one === undefined || other === undefined) return undefined;
  return { source, target, witnesses: [one, other] };
};
