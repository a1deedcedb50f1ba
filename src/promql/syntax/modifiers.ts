import type { Span } from "../../lib/source.ts";
import type { Expr, MatrixSelector, Modifiers, Subquery, VectorSelector } from "./expr.ts";
import { SyntaxFault } from "./syntax-fault.ts";

const through = (expr: Expr, to: number): Span => ({ from: expr.span.from, to });

type Modified = VectorSelector | MatrixSelector | Subquery;

const modifiersOf = (expr: Modified): Modifiers => (expr.kind === "range" ? expr.selector : expr);

const modify = (expr: Modified, change: Partial<Modifiers>, to: number): Expr => {
  const span = through(expr, to);
  if (expr.kind === "range") return { ...expr, selector: { ...expr.selector, ...change }, span };
  return { ...expr, ...change, span };
};

const modifiable = (expr: Expr, modifier: string): Modified => {
  if (expr.kind === "selector" || expr.kind === "range" || expr.kind === "subquery") return expr;
  throw new SyntaxFault(
    `${modifier} must come right after a selector, a range or a subquery`,
    expr.span,
  );
};

/** `expr offset …`; `to` is where it ends. */
export const withOffset = (operand: Expr, offsetMs: number, to: number): Expr => {
  const expr = modifiable(operand, "offset");
  if (modifiersOf(expr).offsetMs !== 0) {
    throw new SyntaxFault("offset is set twice: keep one", through(expr, to));
  }
  return modify(expr, { offsetMs }, to);
};

/** `expr @ …`; `to` is where it ends. */
export const withAt = (operand: Expr, at: number | "start" | "end", to: number): Expr => {
  const expr = modifiable(operand, "@");
  if (modifiersOf(expr).at !== undefined) {
    throw new SyntaxFault("@ is set twice: keep one", through(expr, to));
  }
  return modify(expr, { at }, to);
};

/** `expr[5m]`. */
export const withRange = (operand: Expr, rangeMs: number, to: number): MatrixSelector => {
  const brackets = { from: operand.span.to, to };
  if (operand.kind !== "selector") {
    throw new SyntaxFault(
      "a range can only follow a selector: for anything else write a subquery, as in [5m:]",
      brackets,
    );
  }
  if (operand.offsetMs !== 0) throw new SyntaxFault("offset must come after the range", brackets);
  if (operand.at !== undefined) throw new SyntaxFault("@ must come after the range", brackets);
  return { kind: "range", selector: operand, rangeMs, span: through(operand, to) };
};

type Window = { readonly rangeMs: number; readonly stepMs: number | undefined };

/** `expr[1h:1m]`. */
export const withSubquery = (expr: Expr, window: Window, to: number): Subquery => {
  if (expr.kind === "subquery") {
    throw new SyntaxFault(
      "a subquery of a subquery has no meaning: put a function such as max_over_time around the inner one",
      through(expr, to),
    );
  }
  return {
    kind: "subquery",
    expr,
    ...window,
    offsetMs: 0,
    at: undefined,
    span: through(expr, to),
  };
};
