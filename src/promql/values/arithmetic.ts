import type { ArithmeticOperator } from "../syntax/expr.ts";
import {
  ANYTHING,
  constantOf,
  exactly,
  hasFinite,
  isNothing,
  mayBe,
  mayBeNegative,
  mayBePositive,
  mayBeZero,
  NOTHING,
  tidy,
  type ValueFacts,
  weakest,
} from "./value-facts.ts";

type Bound = { readonly at: number; readonly open: boolean };
type Range = { readonly low: Bound; readonly high: Bound };

const lowOf = ({ min, minOpen }: ValueFacts): Bound => ({ at: min, open: minOpen });
const highOf = ({ max, maxOpen }: ValueFacts): Bound => ({ at: max, open: maxOpen });

/** A bound that is no number comes of 0 × ∞, where the ∞ stands for "no bound": the product is 0. */
const product = (a: Bound, b: Bound): Bound => {
  const at = a.at * b.at;
  if (Number.isNaN(at)) return { at: 0, open: false };
  const zero = (a.at === 0 && !a.open) || (b.at === 0 && !b.open);
  return { at, open: (a.open || b.open) && !zero };
};

const quotient = (a: Bound, b: Bound): Bound => {
  const at = a.at / b.at;
  if (Number.isNaN(at) || (a.at === 0 && !a.open)) return { at: 0, open: false };
  const unreached = !Number.isFinite(b.at) && Number.isFinite(a.at);
  return { at, open: a.open || b.open || unreached };
};

const hull = (bounds: readonly Bound[]): Range => {
  let low: Bound = { at: Number.POSITIVE_INFINITY, open: true };
  let high: Bound = { at: Number.NEGATIVE_INFINITY, open: true };
  for (const bound of bounds) {
    if (bound.at < low.at || (bound.at === low.at && !bound.open)) low = bound;
    if (bound.at > high.at || (bound.at === high.at && !bound.open)) high = bound;
  }
  return { low, high };
};

const EMPTY: Range = hull([]);

const corners = (
  a: ValueFacts,
  b: ValueFacts,
  of: (a: Bound, b: Bound) => Bound,
): readonly Bound[] => [
  of(lowOf(a), lowOf(b)),
  of(lowOf(a), highOf(b)),
  of(highOf(a), lowOf(b)),
  of(highOf(a), highOf(b)),
];

type Specials = { readonly nan: boolean; readonly plus: boolean; readonly minus: boolean };

/** The facts of a result, without unit, share and origin. */
const result = (
  operands: readonly [ValueFacts, ValueFacts],
  range: Range,
  specials: Specials,
): ValueFacts => {
  const [a, b] = operands;
  const signed = a.min < 0 || b.min < 0 || a.mayBeMinusInf || b.mayBeMinusInf;
  const overflow = range.low.at === Number.POSITIVE_INFINITY && range.high.at === range.low.at;
  const underflow = range.high.at === Number.NEGATIVE_INFINITY && range.low.at === range.high.at;
  const { low, high } = overflow || underflow ? EMPTY : range;
  return {
    ...NOTHING,
    min: low.at,
    minOpen: low.open,
    max: high.at,
    maxOpen: high.open,
    mayBeNaN: specials.nan || a.mayBeNaN || b.mayBeNaN,
    mayBePlusInf: specials.plus || overflow,
    mayBeMinusInf: specials.minus || underflow,
    mayBeMinusZero: signed || a.mayBeMinusZero || b.mayBeMinusZero,
    scalar: a.scalar && b.scalar,
    conditional: a.conditional || b.conditional,
    basis: weakest(a.basis, b.basis),
    low: a.low ?? b.low,
    high: a.high ?? b.high,
  };
};

export const negated = (a: ValueFacts): ValueFacts => ({
  ...a,
  min: -a.max,
  max: -a.min,
  minOpen: a.maxOpen,
  maxOpen: a.minOpen,
  mayBePlusInf: a.mayBeMinusInf,
  mayBeMinusInf: a.mayBePlusInf,
  mayBeMinusZero: mayBeZero(a),
  low: a.high,
  high: a.low,
  share: false,
});

const sum = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  const both = hasFinite(a) && hasFinite(b);
  const range = {
    low: { at: a.min + b.min, open: a.minOpen || b.minOpen },
    high: { at: a.max + b.max, open: a.maxOpen || b.maxOpen },
  };
  const specials = {
    nan: (a.mayBePlusInf && b.mayBeMinusInf) || (a.mayBeMinusInf && b.mayBePlusInf),
    plus: a.mayBePlusInf || b.mayBePlusInf,
    minus: a.mayBeMinusInf || b.mayBeMinusInf,
  };
  const facts = result([a, b], both ? range : EMPTY, specials);
  return {
    ...facts,
    mayBeMinusZero: a.mayBeMinusZero && b.mayBeMinusZero,
    integer: a.integer && b.integer,
  };
};

const isInfinite = (a: ValueFacts): boolean => a.mayBePlusInf || a.mayBeMinusInf;

const times = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  const both = hasFinite(a) && hasFinite(b);
  const range = both ? hull(corners(a, b, product)) : EMPTY;
  const specials = {
    nan: (isInfinite(a) && mayBeZero(b)) || (isInfinite(b) && mayBeZero(a)),
    plus: infiniteProduct(a, b, 1) || infiniteProduct(b, a, 1),
    minus: infiniteProduct(a, b, -1) || infiniteProduct(b, a, -1),
  };
  return { ...result([a, b], range, specials), integer: a.integer && b.integer };
};

/** Whether an infinity of `a` times, or divided by, something of `b` gives the infinity of that sign. */
const infiniteProduct = (a: ValueFacts, b: ValueFacts, sign: 1 | -1): boolean => {
  const [same, other] =
    sign === 1 ? [mayBePositive(b), mayBeNegative(b)] : [mayBeNegative(b), mayBePositive(b)];
  return (a.mayBePlusInf && same) || (a.mayBeMinusInf && other);
};

const positivePart = (b: ValueFacts): ValueFacts =>
  b.min > 0 ? b : tidy({ ...b, min: 0, minOpen: true });
const negativePart = (b: ValueFacts): ValueFacts =>
  b.max < 0 ? b : tidy({ ...b, max: -0, maxOpen: true });

const quotientRange = (a: ValueFacts, b: ValueFacts): Range => {
  if (!hasFinite(a)) return EMPTY;
  const parts = [positivePart(b), negativePart(b)].filter(hasFinite);
  const bounds = parts.flatMap((part) => corners(a, part, quotient));
  const zero: Bound = { at: 0, open: false };
  return hull(isInfinite(b) || (mayBeZero(a) && parts.length > 0) ? [...bounds, zero] : bounds);
};

const over = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  const zero = mayBeZero(b);
  const positive = a.max > 0;
  const negative = a.min < 0;
  const minusZero = zero && b.mayBeMinusZero;
  const finiteB = { ...b, mayBePlusInf: false, mayBeMinusInf: false };
  const specials = {
    nan: (zero && mayBeZero(a)) || (isInfinite(a) && isInfinite(b)),
    plus: (zero && positive) || (minusZero && negative) || infiniteQuotient(a, finiteB, 1),
    minus: (zero && negative) || (minusZero && positive) || infiniteQuotient(a, finiteB, -1),
  };
  return result([a, b], quotientRange(a, b), specials);
};

const infiniteQuotient = (a: ValueFacts, b: ValueFacts, sign: 1 | -1): boolean => {
  if (infiniteProduct(a, b, sign)) return true;
  if (!mayBeZero(b)) return false;
  const [plusZero, minusZero] =
    sign === 1 ? [a.mayBePlusInf, a.mayBeMinusInf] : [a.mayBeMinusInf, a.mayBePlusInf];
  return plusZero || (minusZero && b.mayBeMinusZero);
};

/** Go's math.Mod: the sign is that of the dividend, the magnitude below that of the divisor. */
const remainder = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  const both = hasFinite(a) && (hasFinite(b) || isInfinite(b));
  const limit = isInfinite(b)
    ? Number.POSITIVE_INFINITY
    : Math.max(Math.abs(b.min), Math.abs(b.max));
  const range = {
    low: a.min < -limit ? { at: -limit, open: true } : { at: Math.min(a.min, 0), open: false },
    high: a.max > limit ? { at: limit, open: true } : { at: Math.max(a.max, 0), open: false },
  };
  const specials = { nan: mayBeZero(b) || isInfinite(a), plus: false, minus: false };
  const facts = result([a, b], both ? range : EMPTY, specials);
  return { ...facts, integer: a.integer && b.integer && !isInfinite(b) };
};

/** Go's math.Pow, which differs from JavaScript's where the base is 1, or -1 and the exponent infinite. */
const pow = (base: number, exponent: number): number => {
  if (base === 1) return 1;
  return base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)
    ? 1
    : base ** exponent;
};

const isPositive = (value: number): boolean => value > 0 && Number.isFinite(value);

const power = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  const base = constantOf(a);
  const exponent = constantOf(b);
  const known = {
    basis: weakest(a.basis, b.basis),
    scalar: a.scalar && b.scalar,
    conditional: a.conditional || b.conditional,
  };
  if (base !== undefined && exponent !== undefined) {
    return { ...exactly(pow(base, exponent)), ...known };
  }
  const unknown = { ...ANYTHING, ...known };
  const undefinedPower = a.mayBeNaN || b.mayBeNaN;
  if (exponent !== undefined && isPositive(exponent) && a.min >= 0 && !a.mayBeMinusInf) {
    const low = { at: a.min ** exponent, open: false };
    const high = { at: a.max ** exponent, open: false };
    const plus = a.mayBePlusInf || high.at === Number.POSITIVE_INFINITY;
    const range = hasFinite(a) ? { low, high } : EMPTY;
    return result([a, b], range, { nan: undefinedPower, plus, minus: false });
  }
  const evenly = exponent !== undefined && exponent % 2 === 0;
  const positive = a.min >= 0 && !a.mayBeMinusInf && !a.mayBeMinusZero;
  if (!evenly && !positive) return unknown;
  return {
    ...unknown,
    min: 0,
    mayBeMinusInf: false,
    mayBeNaN: undefinedPower,
    mayBeMinusZero: false,
  };
};

const angle = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  const range = { low: { at: -Math.PI, open: false }, high: { at: Math.PI, open: false } };
  return result([a, b], range, { nan: false, plus: false, minus: false });
};

const constantFold = (
  operator: ArithmeticOperator,
  a: number | undefined,
  b: number | undefined,
): number | undefined => {
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "^":
      return pow(a, b);
    case "atan2":
      return Math.atan2(a, b);
  }
};

const OPERATIONS: Readonly<
  Record<ArithmeticOperator, (a: ValueFacts, b: ValueFacts) => ValueFacts>
> = {
  "+": sum,
  "-": (a, b) => sum(a, negated(b)),
  "*": times,
  "/": over,
  "%": remainder,
  "^": power,
  atan2: angle,
};

/** The bounds and special values of an arithmetic operation; units and shares are decided elsewhere. */
export const arithmetic = (
  operator: ArithmeticOperator,
  a: ValueFacts,
  b: ValueFacts,
): ValueFacts => {
  if (isNothing(a) || isNothing(b)) return NOTHING;
  const folded =
    isSigned(a) || isSigned(b) ? undefined : constantFold(operator, constantOf(a), constantOf(b));
  const facts = OPERATIONS[operator](a, b);
  if (folded === undefined) return tidy(facts);
  return { ...facts, ...pointOf(folded) };
};

const isSigned = (a: ValueFacts): boolean => a.mayBeMinusZero && mayBe(a, 0);

const pointOf = (value: number) => {
  const {
    min,
    max,
    minOpen,
    maxOpen,
    mayBeNaN,
    mayBePlusInf,
    mayBeMinusInf,
    mayBeMinusZero,
    integer,
  } = exactly(value);
  return {
    min,
    max,
    minOpen,
    maxOpen,
    mayBeNaN,
    mayBePlusInf,
    mayBeMinusInf,
    mayBeMinusZero,
    integer,
  };
};
