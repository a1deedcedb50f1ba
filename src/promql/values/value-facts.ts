import type { Span } from "../../lib/source.ts";
import type { MetricFacts } from "../metrics/metric-facts.ts";
import type { Dimension } from "./dimension.ts";

/**
 * What a claim rests on, strongest first: on arithmetic and PromQL alone; on what a catalogue declares;
 * on how the query uses a metric (`rate` takes its argument for a counter); on how a metric is named.
 */
const BASES = ["mathematics", "declared", "usage", "convention"] as const;
export type Basis = (typeof BASES)[number];

export const weakest = (a: Basis, b: Basis): Basis =>
  BASES.indexOf(a) >= BASES.indexOf(b) ? a : b;

/** Why something is so, and the part of the query that makes it so. */
export type Reason = { readonly span: Span; readonly text: string };

/** Evidence that 0 does occur, and not merely that nothing excludes it. */
export type Zero = Reason & {
  /** A declared circumstance, a counter that stands still, or a number in the query. */
  readonly kind: "declared" | "idle" | "literal";
  readonly basis: Basis;
};

/** The one metric that a value comes from. */
export type Origin = {
  readonly name: string;
  readonly facts: MetricFacts | undefined;
  readonly role: "itself" | "bucket" | "sum" | "count";
  readonly type: "counter" | "gauge" | "other";
  /** What the type is known by. */
  readonly basis: Basis;
  /** What the bounds of a histogram's buckets measure, and what that is known by. */
  readonly bucketDimension?: Dimension | undefined;
  readonly bucketBasis?: Basis;
  /** The values themselves, perhaps aggregated; false after `rate` and arithmetic. */
  readonly raw: boolean;
  readonly span: Span;
};

/**
 * All values that the samples of an expression can have: the finite ones lie between `min` and `max`
 * (infinite where there is no bound; empty when `min` is above `max`), the others are told by flags.
 * Rounding in the last digits, and results beyond 1.8e308 from finite sums and products, are left out.
 */
export type ValueFacts = {
  readonly min: number;
  readonly max: number;
  readonly minOpen: boolean;
  readonly maxOpen: boolean;
  readonly mayBeNaN: boolean;
  readonly mayBePlusInf: boolean;
  readonly mayBeMinusInf: boolean;
  /** Division by it gives the infinity of the other sign. */
  readonly mayBeMinusZero: boolean;
  /** The finite values are whole numbers. */
  readonly integer: boolean;
  /** A scalar and not a vector. */
  readonly scalar: boolean;
  readonly basis: Basis;
  readonly low: Reason | undefined;
  readonly high: Reason | undefined;
  readonly zero: Zero | undefined;
  readonly dimension: Dimension | undefined;
  readonly dimensionBasis: Basis;
  /** A part divided by its whole. */
  readonly share: boolean;
  /** Whether there are samples at all depends on a condition within. */
  readonly conditional: boolean;
  readonly origin: Origin | undefined;
};

/** Nothing is known. */
export const ANYTHING: ValueFacts = {
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  minOpen: false,
  maxOpen: false,
  mayBeNaN: true,
  mayBePlusInf: true,
  mayBeMinusInf: true,
  mayBeMinusZero: true,
  integer: false,
  scalar: false,
  basis: "mathematics",
  low: undefined,
  high: undefined,
  zero: undefined,
  dimension: undefined,
  dimensionBasis: "mathematics",
  share: false,
  conditional: false,
  origin: undefined,
};

/** Any number but NaN and the infinities. */
export const FINITE: ValueFacts = {
  ...ANYTHING,
  mayBeNaN: false,
  mayBePlusInf: false,
  mayBeMinusInf: false,
};

/** No value at all: the expression has no samples. */
export const NOTHING: ValueFacts = {
  ...FINITE,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  mayBeMinusZero: false,
};

export const hasFinite = (value: ValueFacts): boolean =>
  value.min < value.max || (value.min === value.max && !value.minOpen && !value.maxOpen);

export const isNothing = (value: ValueFacts): boolean =>
  !(value.mayBeNaN || value.mayBePlusInf || value.mayBeMinusInf || hasFinite(value));

export const mayBeZero = (value: ValueFacts): boolean => mayBe(value, 0);

/** Whether a finite number is among the values, by the bounds alone. */
export const mayBe = (value: ValueFacts, number: number): boolean =>
  (value.min < number || (value.min === number && !value.minOpen)) &&
  (value.max > number || (value.max === number && !value.maxOpen)) &&
  (!value.integer || Number.isInteger(number));

export const mayBePositive = (value: ValueFacts): boolean => value.max > 0 || value.mayBePlusInf;
export const mayBeNegative = (value: ValueFacts): boolean => value.min < 0 || value.mayBeMinusInf;

/** The only value that it can have. */
export const constantOf = (value: ValueFacts): number | undefined => {
  if (value.mayBeNaN || value.mayBePlusInf || value.mayBeMinusInf) {
    return onlySpecial(value);
  }
  return value.min === value.max ? value.min : undefined;
};

const onlySpecial = (value: ValueFacts): number | undefined => {
  const specials = [
    value.mayBeNaN ? [Number.NaN] : [],
    value.mayBePlusInf ? [Number.POSITIVE_INFINITY] : [],
    value.mayBeMinusInf ? [Number.NEGATIVE_INFINITY] : [],
  ].flat();
  return hasFinite(value) || specials.length > 1 ? undefined : specials[0];
};

/** Exactly this number, which may be NaN or infinite. */
export const exactly = (value: number): ValueFacts => {
  if (Number.isFinite(value)) {
    const integer = Number.isInteger(value);
    return { ...FINITE, min: value, max: value, integer, mayBeMinusZero: Object.is(value, -0) };
  }
  return {
    ...NOTHING,
    integer: false,
    mayBeNaN: Number.isNaN(value),
    mayBePlusInf: value === Number.POSITIVE_INFINITY,
    mayBeMinusInf: value === Number.NEGATIVE_INFINITY,
  };
};

/** Finite numbers between two bounds, both included. */
export const between = (min: number, max: number): ValueFacts => ({
  ...FINITE,
  min,
  max,
  mayBeMinusZero: min < 0,
});

export const integerBetween = (min: number, max: number): ValueFacts => ({
  ...between(min, max),
  integer: true,
});

/** Either of the two. */
export const either = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  if (isNothing(a)) return b;
  if (isNothing(b)) return a;
  const sameUnit = a.dimension === b.dimension ? a.dimension : undefined;
  return {
    ...eitherBounds(a, b),
    mayBeNaN: a.mayBeNaN || b.mayBeNaN,
    mayBePlusInf: a.mayBePlusInf || b.mayBePlusInf,
    mayBeMinusInf: a.mayBeMinusInf || b.mayBeMinusInf,
    mayBeMinusZero: a.mayBeMinusZero || b.mayBeMinusZero,
    integer: a.integer && b.integer,
    scalar: a.scalar && b.scalar,
    basis: weakest(a.basis, b.basis),
    zero: a.zero ?? b.zero,
    dimension: sameUnit ?? onlyNamed(a, b),
    dimensionBasis: weakest(a.dimensionBasis, b.dimensionBasis),
    share: a.share && b.share,
    conditional: a.conditional && b.conditional,
    origin: a.origin ?? b.origin,
  };
};

const eitherBounds = (a: ValueFacts, b: ValueFacts) => {
  const low = lower(a, b);
  const high = upper(a, b);
  return {
    min: low.min,
    minOpen: low.minOpen && (a.min !== b.min || (a.minOpen && b.minOpen)),
    max: high.max,
    maxOpen: high.maxOpen && (a.max !== b.max || (a.maxOpen && b.maxOpen)),
    low: low.low,
    high: high.high,
  };
};

/** A constant takes the unit of what it stands beside: `ratio or vector(0)`. */
const onlyNamed = (a: ValueFacts, b: ValueFacts): Dimension | undefined => {
  if (constantOf(a) !== undefined) return b.dimension;
  return constantOf(b) === undefined ? undefined : a.dimension;
};

const lower = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  if (!hasFinite(a)) return b;
  if (!hasFinite(b)) return a;
  return a.min <= b.min ? a : b;
};

const upper = (a: ValueFacts, b: ValueFacts): ValueFacts => {
  if (!hasFinite(a)) return b;
  if (!hasFinite(b)) return a;
  return a.max >= b.max ? a : b;
};

/**
 * One form for one meaning: whole numbers have no open bounds, no finite number lies at an infinity, what is
 * empty is empty in one way, and 0 is no evidence where it is excluded.
 */
export const tidy = (value: ValueFacts): ValueFacts => {
  let { min, max, minOpen, maxOpen } = value;
  if (value.integer && Number.isFinite(min)) {
    min = minOpen && Number.isInteger(min) ? min + 1 : Math.ceil(min);
    minOpen = false;
  }
  if (value.integer && Number.isFinite(max)) {
    max = maxOpen && Number.isInteger(max) ? max - 1 : Math.floor(max);
    maxOpen = false;
  }
  const bounded = { ...value, min, max, minOpen, maxOpen };
  return withoutZero(isEmpty(bounded) ? { ...bounded, ...EMPTY } : bounded);
};

const EMPTY = {
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  minOpen: false,
  maxOpen: false,
} as const;

const isEmpty = (value: ValueFacts): boolean =>
  !hasFinite(value) ||
  value.min === Number.POSITIVE_INFINITY ||
  value.max === Number.NEGATIVE_INFINITY;

const withoutZero = (value: ValueFacts): ValueFacts => {
  if (mayBeZero(value) || (value.zero === undefined && !value.mayBeMinusZero)) return value;
  return { ...value, zero: undefined, mayBeMinusZero: false };
};
