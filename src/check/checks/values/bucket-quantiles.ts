import type { Call, Expr } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import type { ValueVerdict } from "../../../promql/values/verdicts/verdict.ts";
import type { Query } from "../../examined.ts";

/** The quantile of a histogram that an expression is, by itself. */
export const quantileCall = (expr: Expr): Call | undefined => {
  const node = withoutParens(expr);
  return node.kind === "call" && node.function === "histogram_quantile" ? node : undefined;
};

/** A comparison that never holds because no quantile is above the highest bound of a bucket. */
export const isBucketCeiling = ({ kind, node }: ValueVerdict, query: Query): boolean => {
  if (kind !== "never-holds" || node.kind !== "binary") return false;
  return [node.left, node.right].some((side) => {
    const call = quantileCall(side);
    const { origin } = factsIn(query.values(), side);
    return call !== undefined && origin?.facts?.buckets !== undefined;
  });
};
