import type { Expr } from "../syntax/expr.ts";
import { aggregationFacts } from "./aggregation-facts.ts";
import { negated } from "./arithmetic.ts";
import { binaryFacts } from "./binary-facts.ts";
import { callFacts } from "./call-facts.ts";
import { partsInOrder } from "./parts.ts";
import { selectorFacts, type ValueContext } from "./selector-facts.ts";
import { ANYTHING, exactly, isNothing, type ValueFacts } from "./value-facts.ts";

/** The facts of every part of an expression. */
export type Analysis = {
  readonly root: Expr;
  /** Parts before what they are parts of. */
  readonly order: readonly Expr[];
  readonly facts: ReadonlyMap<Expr, ValueFacts>;
  readonly context: ValueContext;
};

export type Lookup = (expr: Expr) => ValueFacts;

/** The facts of a part of the analysed expression. */
export const factsIn = ({ facts }: Analysis, expr: Expr): ValueFacts => facts.get(expr) ?? ANYTHING;

const negative = (value: ValueFacts): ValueFacts => {
  if (isNothing(value)) return value;
  const { zero, origin } = value;
  return { ...negated(value), zero, origin };
};

const literal = (expr: Expr & { kind: "number" }): ValueFacts => {
  const { span, value } = expr;
  const facts = { ...exactly(value), scalar: true };
  if (value !== 0) return facts;
  return {
    ...facts,
    zero: { kind: "literal", basis: "mathematics", span, text: "it is the number 0" },
  };
};

const factsOfPart = (expr: Expr, of: Lookup, context: ValueContext): ValueFacts => {
  switch (expr.kind) {
    case "number":
      return literal(expr);
    case "string":
      return ANYTHING;
    case "selector":
      return selectorFacts(expr, context);
    case "range":
      return of(expr.selector);
    case "subquery":
    case "paren":
      return of(expr.expr);
    case "unary":
      return expr.operator === "-" ? negative(of(expr.expr)) : of(expr.expr);
    case "binary":
      return binaryFacts(expr, { left: of(expr.left), right: of(expr.right) }, context);
    case "call":
      return callFacts(expr, expr.arguments.map(of));
    case "aggregation": {
      const parameter = expr.parameter === undefined ? undefined : of(expr.parameter);
      return aggregationFacts(expr.operator, of(expr.expr), parameter);
    }
  }
};

/** Facts that are given for some parts instead of being worked out. */
export type Pins = ReadonlyMap<Expr, (worked: ValueFacts, of: Lookup) => ValueFacts>;

const NO_PINS: Pins = new Map();

/** Works out the values of every part of an expression. */
export const evaluate = (root: Expr, context: ValueContext, pins: Pins = NO_PINS): Analysis => {
  const order = partsInOrder(root);
  const facts = new Map<Expr, ValueFacts>();
  const of: Lookup = (expr) => facts.get(expr) ?? ANYTHING;
  for (const expr of order) {
    const worked = factsOfPart(expr, of, context);
    facts.set(expr, pins.get(expr)?.(worked, of) ?? worked);
  }
  return { root, order, facts, context };
};

/** All values that the samples of an expression can have. */
export const valuesOf = (expr: Expr, context: ValueContext): ValueFacts =>
  evaluate(expr, context).facts.get(expr) ?? ANYTHING;
