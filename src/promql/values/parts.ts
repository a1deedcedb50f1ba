import type { Expr } from "../syntax/expr.ts";

/** The expressions that an expression is put together from. */
export const partsOf = (expr: Expr): readonly Expr[] => {
  switch (expr.kind) {
    case "number":
    case "string":
    case "selector":
      return [];
    case "range":
      return [expr.selector];
    case "subquery":
    case "paren":
    case "unary":
      return [expr.expr];
    case "binary":
      return [expr.left, expr.right];
    case "call":
      return expr.arguments;
    case "aggregation":
      return expr.parameter === undefined ? [expr.expr] : [expr.parameter, expr.expr];
  }
};

/** All parts of an expression, each after its own parts; without recursion, however deep it is. */
export const partsInOrder = (root: Expr): readonly Expr[] => {
  const order: Expr[] = [];
  const pending: Expr[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    order.push(next);
    pending.push(...partsOf(next));
  }
  return order.reverse();
};

/** The expression without parentheses around it. */
export const unwrapped = (expr: Expr): Expr => {
  let inner = expr;
  while (inner.kind === "paren") inner = inner.expr;
  return inner;
};
