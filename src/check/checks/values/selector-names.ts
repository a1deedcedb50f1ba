import type { Expr } from "../../../promql/syntax/expr.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";

/** The names of all metrics that an expression reads, as far as it says them. */
export const metricNamesIn = (expr: Expr): readonly string[] =>
  selectorsOf(expr)
    .map(metricOf)
    .filter((name) => name !== "");
