import type { Matcher } from "../../labels/matcher.ts";
import type { Span } from "../../lib/source.ts";

/**
 * The syntax tree of PromQL. Every node has its span in the text it was parsed from, without blanks
 * and comments around it. Durations are milliseconds.
 */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Paren
  | Unary
  | Binary
  | Call
  | Aggregation;

export type NumberLiteral = {
  readonly kind: "number";
  readonly value: number;
  readonly span: Span;
};

export type StringLiteral = {
  readonly kind: "string";
  readonly value: string;
  readonly span: Span;
};

export type LocatedMatcher = Matcher & { readonly span: Span };

/** `offset` and `@`, which move the time at which data is read. */
export type Modifiers = {
  readonly offsetMs: number;
  /** A Unix time in seconds, or the start or end of the query. */
  readonly at: number | "start" | "end" | undefined;
};

export type VectorSelector = Modifiers & {
  readonly kind: "selector";
  /** Empty when the selector has matchers only. */
  readonly metric: string;
  /** Without the one on `__name__` that `metric` stands for. */
  readonly matchers: readonly LocatedMatcher[];
  readonly span: Span;
};

/** `x[5m]`: its modifiers are those of `selector`. */
export type MatrixSelector = {
  readonly kind: "range";
  readonly selector: VectorSelector;
  readonly rangeMs: number;
  readonly span: Span;
};

/** `expr[1h:1m]`; without a step, the evaluation interval. */
export type Subquery = Modifiers & {
  readonly kind: "subquery";
  readonly expr: Expr;
  readonly rangeMs: number;
  readonly stepMs: number | undefined;
  readonly span: Span;
};

export type Paren = { readonly kind: "paren"; readonly expr: Expr; readonly span: Span };

export type Unary = {
  readonly kind: "unary";
  readonly operator: "+" | "-";
  readonly expr: Expr;
  readonly span: Span;
};

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "^" | "atan2";
export type ComparisonOperator = "==" | "!=" | ">" | "<" | ">=" | "<=";
export type SetOperator = "and" | "or" | "unless";

export type Matching = {
  /** `on` names the labels to match by, `ignoring` those not to; without either, `ignoring ()`. */
  readonly mode: "on" | "ignoring";
  readonly labels: readonly string[];
  readonly cardinality: "one-to-one" | "many-to-one" | "one-to-many" | "many-to-many";
  /** Labels that `group_left (…)` or `group_right (…)` takes from the "one" side. */
  readonly include: readonly string[];
  readonly span: Span | undefined;
};

export type Binary = {
  readonly kind: "binary";
  readonly operator: ArithmeticOperator | ComparisonOperator | SetOperator;
  readonly operatorSpan: Span;
  /** `> bool`: gives 0 or 1 instead of filtering. */
  readonly bool: boolean;
  readonly matching: Matching;
  readonly left: Expr;
  readonly right: Expr;
  readonly span: Span;
};

export type Call = {
  readonly kind: "call";
  readonly function: string;
  readonly functionSpan: Span;
  readonly arguments: readonly Expr[];
  readonly span: Span;
};

export type AggregationOperator =
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "count"
  | "group"
  | "stddev"
  | "stdvar"
  | "topk"
  | "bottomk"
  | "limitk"
  | "limit_ratio"
  | "quantile"
  | "count_values";

export type Aggregation = {
  readonly kind: "aggregation";
  readonly operator: AggregationOperator;
  readonly operatorSpan: Span;
  /** `by ()` when the query says nothing. */
  readonly grouping: "by" | "without";
  readonly labels: readonly string[];
  /** The span of `by (…)` or `without (…)`. */
  readonly groupingSpan: Span | undefined;
  /** The k of `topk`, the φ of `quantile`, the label of `count_values`. */
  readonly parameter: Expr | undefined;
  readonly expr: Expr;
  readonly span: Span;
};
