import type { ValueType } from "./value-type.ts";

/**
 * A function of PromQL: its signature as in Prometheus's promql/parser/functions.go, and what its result
 * is like as in promql/functions.go.
 */
export type PromqlFunction = {
  readonly name: string;
  readonly arguments: readonly ValueType[];
  /**
   * How many arguments may be left out or added at the end: with 1 the last one is optional, with more it
   * may also be repeated; `Infinity` sets no limit.
   */
  readonly variadic: number;
  readonly result: "scalar" | "vector";
  /** The version that has it; "2.42" also stands for all before. */
  readonly since: "2.42" | "3";
  /** The last version that has it. */
  readonly until: "2" | undefined;
  /** Needs the feature flag `promql-experimental-functions`. */
  readonly experimental: boolean;
  /** Whether the series that come out still have their `__name__`. */
  readonly keepsName: boolean;
  /**
   * Labels of the result besides `__name__`: `kept` from the argument; `without le` those but the bucket's;
   * `rewritten` by the other arguments; `of absence` from equality matchers; `none` for a single value.
   */
  readonly labels: "kept" | "without le" | "rewritten" | "of absence" | "none";
  /** What kind of metric its result has a meaning for; undefined when it has one for all. */
  readonly reads: "counter" | "gauge" | "histogram" | undefined;
  /** Samples that a series must have within the range to come out. */
  readonly minSamples: number;
  /** Bounds and wholeness of the result's values, NaN aside; undefined when unbounded. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly integer: boolean;
  /** Whether no value lies outside of the least and greatest value that went in. */
  readonly within: boolean;
};

type Signature = Pick<PromqlFunction, "name" | "arguments">;

/** A function that keeps labels, drops the name and has values of any kind, but for what `traits` says. */
export const promqlFunction = (
  { name, arguments: given }: Signature,
  traits: Partial<PromqlFunction> = {},
): PromqlFunction => ({
  name,
  arguments: given,
  variadic: 0,
  result: "vector",
  since: "2.42",
  until: undefined,
  experimental: false,
  keepsName: false,
  labels: "kept",
  reads: undefined,
  minSamples: 1,
  min: undefined,
  max: undefined,
  integer: false,
  within: false,
  ...traits,
});

/** For functions that Prometheus 3 offers behind its feature flag. */
export const EXPERIMENTAL = { since: "3", experimental: true } as const;
