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

export const withoutNames = (labels: Labels, names: ReadonlySet<string>): Labels => {
  const kept = Object.entries(labels).filter(([name]) => !names.has(name));
  return Object.fromEntries(kept);
};

export const withNames = (labels: Labels, names: ReadonlySet<string>): Labels => {
  const kept = Object.entries(labels).filter(([name]) => names.has(name));
  return Object.fromEntries(kept);
};

const NAME: ReadonlySet<string> = new Set([METRIC_NAME]);

export const withoutName = (labels: Labels): Labels =>
  METRIC_NAME in labels ? withoutNames(labels, NAME) : labels;

/** Throws when two elements have the same labels, as Prometheus fails the query. */
export const distinctVector = (samples: readonly Sample[]): Value => {
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
