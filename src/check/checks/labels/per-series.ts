import type { Call, Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";

/** Functions that make a rate, or a growth, of each counter by itself. */
const RATES: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);

export const ratedSelector = (call: Call): VectorSelector | undefined => {
  const [argument] = call.arguments;
  if (!RATES.has(call.function) || argument?.kind !== "range") return undefined;
  return argument.selector;
};

/** Longer expressions than this many characters are nothing that a person wrote as a ratio. */
const LONGEST = 2000;

/** The selectors of an expression that is made of rates and numbers only; undefined when there is anything else. */
export const ratesOfSeries = (expr: Expr): readonly VectorSelector[] | undefined => {
  if (expr.span.to - expr.span.from > LONGEST) return undefined;
  const inner = withoutParens(expr);
  switch (inner.kind) {
    case "number":
      return [];
    case "unary":
      return ratesOfSeries(inner.expr);
    case "call": {
      const selector = ratedSelector(inner);
      return selector === undefined ? undefined : [selector];
    }
    case "binary": {
      const left = ratesOfSeries(inner.left);
      const right = ratesOfSeries(inner.right);
      const isArithmetic = "+-*/".includes(inner.operator);
      if (!isArithmetic || left === undefined || right === undefined) return undefined;
      return [...left, ...right];
    }
    default:
      return undefined;
  }
};

/** How much a counter grows in a second, over which `increase` is taken for as long as its range. */
const growthOf = (call: Call, perSecond: number): number => {
  const [range] = call.arguments;
  const seconds =
    range?.kind === "range" && call.function === "increase" ? range.rangeMs / 1000 : 1;
  return perSecond * seconds;
};

/** The value of an expression of rates and numbers when counters grow so each second; undefined for anything else. */
export const valueOfRates = (
  expr: Expr,
  perSecond: (selector: VectorSelector) => number,
): number | undefined => {
  const inner = withoutParens(expr);
  if (inner.kind === "number") return inner.value;
  if (inner.kind === "call") {
    const selector = ratedSelector(inner);
    return selector === undefined ? undefined : growthOf(inner, perSecond(selector));
  }
  if (inner.kind === "unary") {
    const value = valueOfRates(inner.expr, perSecond);
    return value === undefined || inner.operator === "+" ? value : -value;
  }
  if (inner.kind !== "binary") return undefined;
  const left = valueOfRates(inner.left, perSecond);
  const right = valueOfRates(inner.right, perSecond);
  return left === undefined || right === undefined
    ? undefined
    : ARITHMETIC[inner.operator]?.(left, right);
};

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
};

/** An alert's condition `measure > threshold`, the measure being above it when it is too much. */
export type Exceeding = {
  readonly measure: Expr;
  readonly threshold: number;
  /** `>=` rather than `>`. */
  readonly inclusive: boolean;
};

/** The condition, where the whole query is one with a number on its right. */
export const exceedingOf = (query: Expr): Exceeding | undefined => {
  const root = withoutParens(query);
  if (root.kind !== "binary" || root.bool) return undefined;
  if (root.operator !== ">" && root.operator !== ">=") return undefined;
  const { left, right, operator } = root;
  if (right.span.to - right.span.from > LONGEST) return undefined;
  const threshold = valueOfRates(right, () => Number.NaN);
  if (threshold === undefined || !Number.isFinite(threshold)) return undefined;
  return { measure: withoutParens(left), threshold, inclusive: operator === ">=" };
};

/** Labels by which series of one metric usually differ. */
const USUAL_DIMENSIONS = ["endpoint", "path", "handler", "method", "route"];

/** A label of the series by which several of them can differ: one that they are declared to have, or a usual one. */
export const dimensionFor = (
  selectors: readonly VectorSelector[],
  declared: readonly string[],
): string | undefined =>
  [...declared, ...USUAL_DIMENSIONS].find((name) =>
    selectors.every(({ matchers }) => matchers.every((matcher) => matcher.name !== name)),
  );
