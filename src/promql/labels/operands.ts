import type { Expr, VectorSelector } from "../syntax/expr.ts";

/** What the node is made of, in the order in which it is written; the parameter of an aggregation comes last. */
export const operandsOf = (expr: Expr): readonly Expr[] => {
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
      return expr.parameter === undefined ? [expr.expr] : [expr.expr, expr.parameter];
  }
};

/** The nodes in the order in which they can be worked out: each after all that it is made of. */
export const innermostFirst = (expr: Expr): readonly Expr[] => {
  const nodes: Expr[] = [];
  const pending: Expr[] = [expr];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    nodes.push(next);
    for (const operand of operandsOf(next)) pending.push(operand);
  }
  return nodes.reverse();
};

export const selectorsOf = (expr: Expr): readonly VectorSelector[] =>
  innermostFirst(expr).filter((node) => node.kind === "selector");
