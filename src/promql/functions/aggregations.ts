import type { AggregationOperator } from "../syntax/expr.ts";
import type { ValueType } from "./value-type.ts";

export type AggregationFacts = {
  readonly parameter: ValueType | undefined;
  readonly since: "2.42" | "3";
  readonly experimental: boolean;
  /**
   * `grouped`: one series for each group, with the labels of `by` or all but those of `without`;
   * `selected`: some of the series that went in, as they are.
   */
  readonly series: "grouped" | "selected";
  /** Bounds and wholeness of the values, NaN aside. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly integer: boolean;
  /** Whether no value lies outside of the least and greatest value that went in. */
  readonly within: boolean;
};

const facts = (traits: Partial<AggregationFacts> = {}): AggregationFacts => ({
  parameter: undefined,
  since: "2.42",
  experimental: false,
  series: "grouped",
  min: undefined,
  max: undefined,
  integer: false,
  within: false,
  ...traits,
});

const selection = (traits: Partial<AggregationFacts> = {}): AggregationFacts =>
  facts({ parameter: "scalar", series: "selected", within: true, ...traits });

/** The aggregations as in Prometheus's promql/parser/lex.go and promql/engine.go. */
export const AGGREGATIONS: Readonly<Record<AggregationOperator, AggregationFacts>> = {
  sum: facts(),
  avg: facts({ within: true }),
  min: facts({ within: true }),
  max: facts({ within: true }),
  count: facts({ min: 1, integer: true }),
  group: facts({ min: 1, max: 1, integer: true }),
  stddev: facts({ min: 0 }),
  stdvar: facts({ min: 0 }),
  quantile: facts({ parameter: "scalar" }),
  count_values: facts({ parameter: "string", min: 1, integer: true }),
  topk: selection(),
  bottomk: selection(),
  limitk: selection({ since: "3", experimental: true }),
  limit_ratio: selection({ since: "3", experimental: true }),
};
