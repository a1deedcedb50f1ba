import type { Labels } from "../../../../labels/labels.ts";
import { alertKey } from "../../../../prometheus/alert-state.ts";

/** One element of a vector; `__name__` is among the labels as long as it has one. */
export type Sample = { readonly labels: Labels; readonly value: number };

export type Value =
  | { readonly kind: "scalar"; readonly value: number }
  | { readonly kind: "vector"; readonly samples: readonly Sample[] };

/** The query does something that is not replayed here, or Prometheus would refuse to evaluate it. */
export class NotReplayed extends Error {
  override name = "NotReplayed";
}

export const METRIC_NAME = "__name__";

export const keyOf = alertKey;

type NameSet = ReadonlySet<string>;

const chosen = new Map<Labels, Map<NameSet, Labels>>();

/** To be called when the labels of a story are done with: weak maps would cost more than the story. */
export const forgetLabels = (): void => chosen.clear();

/** The same answer, as the same object, for the same labels and names, of which the key is known then. */
const remembered = (labels: Labels, names: NameSet, choose: () => Labels): Labels => {
  const byNames = chosen.get(labels) ?? new Map<NameSet, Labels>();
  chosen.set(labels, byNames);
  const known = byNames.get(names);
  if (known !== undefined) return known;
  const result = choose();
  byNames.set(names, result);
  return result;
};

const filtered = (labels: Labels, names: NameSet, wanted: boolean): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => names.has(name) === wanted));

/** A set of names is used for one of the two only. */
export const withoutNames = (labels: Labels, names: NameSet): Labels =>
  remembered(labels, names, () => filtered(labels, names, false));

export const withNames = (labels: Labels, names: NameSet): Labels =>
  remembered(labels, names, () => filtered(labels, names, true));

const NAME: NameSet = new Set([METRIC_NAME]);

export const withoutName = (labels: Labels): Labels =>
  METRIC_NAME in labels ? withoutNames(labels, NAME) : labels;

const namesOf = new WeakMap<readonly string[], NameSet>();

/** The names as a set, which is the same for the same list. */
export const nameSet = (names: readonly string[]): NameSet => {
  const known = namesOf.get(names) ?? new Set(names);
  namesOf.set(names, known);
  return known;
};

const namesAndMetric = new WeakMap<readonly string[], NameSet>();

/** The same with the name of the metric. */
export const nameSetWithMetric = (names: readonly string[]): NameSet => {
  const known = namesAndMetric.get(names) ?? new Set([...names, METRIC_NAME]);
  namesAndMetric.set(names, known);
  return known;
};

/** Throws when two elements have the same labels, as Prometheus fails the query. */
export const distinctVector = (samples: readonly Sample[]): Value => {
  if (samples.length < 2) return { kind: "vector", samples };
  const keys = new Set(samples.map(({ labels }) => keyOf(labels)));
  if (keys.size !== samples.length) throw new NotReplayed("two results with the same labels");
  return { kind: "vector", samples };
};

export const scalarOf = (value: Value): number => {
  if (value.kind === "scalar") return value.value;
  throw new NotReplayed("a vector where a number is wanted");
};

export const vectorOf = (value: Value): readonly Sample[] => {
  if (value.kind === "vector") return value.samples;
  throw new NotReplayed("a number where a vector is wanted");
};
