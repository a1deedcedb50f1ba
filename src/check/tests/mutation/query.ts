import type { Span } from "../../../lib/source.ts";
import { KNOWN_METRICS } from "../../../promql/metrics/known-metrics.ts";
import { replaceSpan } from "../../../promql/syntax/edit-text.ts";
import type { Expr } from "../../../promql/syntax/expr.ts";
import { type Analysis, evaluate } from "../../../promql/values/evaluate.ts";

/** A query that is to be changed: its text, its tree, and what is known of its values. */
export type MutatedQuery = {
  readonly text: string;
  readonly expr: Expr;
  readonly analysis: Analysis;
};

export const mutatedQuery = (text: string, expr: Expr): MutatedQuery => ({
  text,
  expr,
  analysis: evaluate(expr, { metrics: KNOWN_METRICS }),
});

/** The text of a part. */
export const textOf = ({ text }: MutatedQuery, { from, to }: Span): string => text.slice(from, to);

/** The whole query with other text in that place. */
export const edited = ({ text }: MutatedQuery, span: Span, replacement: string) => ({
  expr: replaceSpan(text, span, replacement),
});
