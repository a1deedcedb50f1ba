import type { Span } from "../../lib/source.ts";
import { MAX_DEPTH, refuseDepth } from "./depth.ts";
import type { Binary, Expr, Matching, Unary } from "./expr.ts";

/** Binding strength by Prometheus's grammar (promql/parser/generated_parser.y). */
export const PRECEDENCE: Readonly<Record<Binary["operator"], number>> = {
  or: 1,
  and: 2,
  unless: 2,
  "==": 3,
  "!=": 3,
  "<=": 3,
  "<": 3,
  ">=": 3,
  ">": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
  atan2: 5,
  "^": 6,
};

/** A sign binds as `*` does: `-a ^ b` is `-(a ^ b)`. */
export const SIGN_PRECEDENCE = 5;

type PendingBinary = {
  readonly kind: "binary";
  readonly operator: Binary["operator"];
  readonly span: Span;
  bool: boolean;
  matching: Matching;
};

type PendingSign = {
  readonly kind: "sign";
  readonly operator: Unary["operator"];
  readonly from: number;
};

/** Operands and operators of one level of brackets, joined by precedence as they come. */
export type OperatorStack = {
  readonly operands: Expr[];
  readonly operators: (PendingBinary | PendingSign)[];
};

const UNMATCHED: Matching = {
  mode: "ignoring",
  labels: [],
  cardinality: "one-to-one",
  include: [],
  span: undefined,
};
const SET_UNMATCHED: Matching = { ...UNMATCHED, cardinality: "many-to-many" };

export const isSetOperator = (operator: Binary["operator"]): boolean =>
  operator === "and" || operator === "or" || operator === "unless";

const takeOperand = (stack: OperatorStack): Expr => {
  const operand = stack.operands.pop();
  if (operand === undefined) throw new Error("an operator without operand came from the grammar");
  return operand;
};

const signed = (sign: PendingSign, expr: Expr): Expr => {
  const span = { from: sign.from, to: expr.span.to };
  if (expr.kind !== "number") return { kind: "unary", operator: sign.operator, expr, span };
  return { ...expr, value: sign.operator === "-" ? -expr.value : expr.value, span };
};

const joinTop = (stack: OperatorStack): void => {
  const top = stack.operators.pop();
  const right = takeOperand(stack);
  if (top === undefined) throw new Error("an operand without operator came from the grammar");
  if (top.kind === "sign") {
    stack.operands.push(signed(top, right));
    return;
  }
  const left = takeOperand(stack);
  stack.operands.push({
    kind: "binary",
    operator: top.operator,
    operatorSpan: top.span,
    bool: top.bool,
    matching: top.matching,
    left,
    right,
    span: { from: left.span.from, to: right.span.to },
  });
};

const bindsBefore = (top: PendingBinary | PendingSign, precedence: number): boolean => {
  const own = top.kind === "sign" ? SIGN_PRECEDENCE : PRECEDENCE[top.operator];
  return own > precedence || (own === precedence && precedence !== PRECEDENCE["^"]);
};

const limitDepth = (stack: OperatorStack, { span, depth }: Written): void => {
  if (depth + stack.operators.length > MAX_DEPTH) refuseDepth(span.from);
};

type Written = { readonly span: Span; readonly depth: number };

export const pushSign = (
  stack: OperatorStack,
  operator: Unary["operator"],
  written: Written,
): void => {
  stack.operators.push({ kind: "sign", operator, from: written.span.from });
  limitDepth(stack, written);
};

export const pushBinary = (
  stack: OperatorStack,
  operator: Binary["operator"],
  written: Written,
): void => {
  const precedence = PRECEDENCE[operator];
  for (let top = stack.operators.at(-1); top !== undefined; top = stack.operators.at(-1)) {
    if (!bindsBefore(top, precedence)) break;
    joinTop(stack);
  }
  const matching = isSetOperator(operator) ? SET_UNMATCHED : UNMATCHED;
  stack.operators.push({ kind: "binary", operator, span: written.span, bool: false, matching });
  limitDepth(stack, written);
};

/** The binary operator that came last: its modifiers come right after it. */
export const lastBinary = (stack: OperatorStack): PendingBinary => {
  const top = stack.operators.at(-1);
  if (top?.kind !== "binary") throw new Error("a modifier without operator came from the grammar");
  return top;
};

/** Replaces the operand that came last: what stands after an operand binds tightest. */
export const amendOperand = (stack: OperatorStack, amend: (operand: Expr) => Expr): void => {
  stack.operands.push(amend(takeOperand(stack)));
};

export const joinAll = (stack: OperatorStack): Expr => {
  while (stack.operators.length > 0) joinTop(stack);
  return takeOperand(stack);
};
