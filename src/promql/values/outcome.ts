import type { Binary, Expr } from "../syntax/expr.ts";
import { isComparison } from "./binary-facts.ts";
import { canFail } from "./comparison.ts";
import { type Analysis, factsIn } from "./evaluate.ts";
import { isNothing } from "./value-facts.ts";

/** Whether an expression has samples, that is, an alert fires: surely, surely not, or either. */
export type Outcome = "fires" | "silent" | "unknown";

const both = (a: Outcome, b: Outcome): Outcome => {
  if (a === "silent" || b === "silent") return "silent";
  return a === "fires" && b === "fires" ? "fires" : "unknown";
};

const OPPOSITE: Readonly<Record<Outcome, Outcome>> = {
  fires: "silent",
  silent: "fires",
  unknown: "unknown",
};

const ofSides = (node: Binary, left: Outcome, right: Outcome): Outcome => {
  if (node.operator === "or") return OPPOSITE[both(OPPOSITE[left], OPPOSITE[right])];
  return both(left, node.operator === "unless" ? OPPOSITE[right] : right);
};

const ofComparison = (analysis: Analysis, node: Binary): Outcome => {
  const [left, right] = [factsIn(analysis, node.left), factsIn(analysis, node.right)];
  if (!isComparison(node.operator) || node.bool) return "fires";
  return canFail(node.operator, left, right) ? "unknown" : "fires";
};

/** Outcomes of all parts; series that are selected are taken to exist and to match. */
export const outcomeOf = (analysis: Analysis): Outcome => {
  const outcomes = new Map<Expr, Outcome>();
  const of = (expr: Expr): Outcome => outcomes.get(expr) ?? "unknown";
  for (const expr of analysis.order) outcomes.set(expr, outcomeOfPart(expr, analysis, of));
  return of(analysis.root);
};

const outcomeOfPart = (expr: Expr, analysis: Analysis, of: (expr: Expr) => Outcome): Outcome => {
  if (isNothing(factsIn(analysis, expr))) return "silent";
  switch (expr.kind) {
    case "number":
    case "string":
    case "selector":
      return "fires";
    case "range":
      return of(expr.selector);
    case "paren":
    case "unary":
    case "subquery":
      return of(expr.expr);
    case "aggregation":
      return of(expr.expr);
    case "call":
      return ofCall(expr.function, expr.arguments.map(of));
    case "binary": {
      const sides = ofSides(expr, of(expr.left), of(expr.right));
      return sides === "fires" ? ofComparison(analysis, expr) : sides;
    }
  }
};

const ofCall = (name: string, sides: readonly Outcome[]): Outcome => {
  if (name === "absent" || name === "absent_over_time") {
    return sides[0] === "silent" ? "fires" : "unknown";
  }
  return sides.every((side) => side === "fires") || name === "scalar" ? "fires" : "unknown";
};
