import type { Expr } from "../../../promql/syntax/expr.ts";
import { descendants } from "../../../promql/syntax/walk.ts";

/** Results of these are measured or interpolated, not counted. */
const MEASURING: ReadonlySet<string> = new Set([
  "rate",
  "irate",
  "increase",
  "delta",
  "deriv",
  "predict_linear",
  "holt_winters",
  "double_exponential_smoothing",
  "histogram_quantile",
  "histogram_fraction",
  "avg_over_time",
  "quantile_over_time",
  "stddev_over_time",
  "stdvar_over_time",
  "avg",
  "quantile",
  "stddev",
  "stdvar",
  "time",
]);

const FRACTIONAL: ReadonlySet<string> = new Set(["/", "^", "atan2"]);

const nameOf = (expr: Expr): string => {
  if (expr.kind === "call") return expr.function;
  return expr.kind === "aggregation" ? expr.operator : "";
};

/** Whether values of the expression are measured over time or interpolated. */
export const isMeasured = (expr: Expr): boolean =>
  Array.from(descendants(expr)).some((node) => MEASURING.has(nameOf(node)));

/** Whether values of the expression could be whole numbers as far as its syntax shows. */
export const mayCount = (expr: Expr): boolean =>
  !Array.from(descendants(expr)).some(
    (node) =>
      MEASURING.has(nameOf(node)) ||
      (node.kind === "binary" && FRACTIONAL.has(node.operator)) ||
      (node.kind === "number" && !Number.isInteger(node.value)),
  );
