import { functionNamed } from "../functions/functions.ts";
import type { ValueType } from "../functions/value-type.ts";
import type { Expr } from "./expr.ts";

const leafType = (expr: Exclude<Expr, { kind: "binary" | "paren" | "unary" }>): ValueType => {
  switch (expr.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "range":
    case "subquery":
      return "matrix";
    case "call":
      return functionNamed(expr.function)?.result ?? "vector";
    case "selector":
    case "aggregation":
      return "vector";
  }
};

/** The type of an expression's value, whether or not what is within it is right. */
export const typeOf = (expr: Expr): ValueType => {
  let node = expr;
  let isOperand = false;
  for (;;) {
    if (node.kind === "binary") {
      if (typeOf(node.right) !== "scalar") return "vector";
      isOperand = true;
      node = node.left;
    } else if (node.kind === "paren" || node.kind === "unary") node = node.expr;
    else {
      const type = leafType(node);
      return isOperand && type !== "scalar" ? "vector" : type;
    }
  }
};
