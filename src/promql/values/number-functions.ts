import { negated } from "./arithmetic.ts";
import {
  constantOf,
  exactly,
  hasFinite,
  mayBeNegative,
  mayBePositive,
  mayBeZero,
  NOTHING,
  tidy,
  type ValueFacts,
  weakest,
} from "./value-facts.ts";

const INFINITY = Number.POSITIVE_INFINITY;

/** The same samples with other values, of which nothing is known but bounds. */
const other = (value: ValueFacts): ValueFacts => ({
  ...value,
  minOpen: false,
  maxOpen: false,
  integer: false,
  mayBeMinusZero: value.mayBeMinusZero || value.min < 0,
  zero: undefined,
  dimension: undefined,
  share: false,
  origin: undefined,
});

/** A function that grows with its argument on [`from`, `to`] and gives NaN elsewhere. */
type Growing = {
  readonly of: (value: number) => number;
  readonly from?: number;
  readonly to?: number;
  /** Large finite arguments give an infinite result. */
  readonly overflows?: boolean;
};

const growing = (value: ValueFacts, growth: Growing): ValueFacts => {
  const { of, from = -INFINITY, to = INFINITY } = growth;
  const outside = value.min < from || value.max > to;
  const minusInside = value.mayBeMinusInf && from === -INFINITY;
  const plusInside = value.mayBePlusInf && to === INFINITY;
  const nan =
    outside || (value.mayBeMinusInf && !minusInside) || (value.mayBePlusInf && !plusInside);
  const inside = { ...value, min: Math.max(value.min, from), max: Math.min(value.max, to) };
  const some = hasFinite(inside);
  const ends = {
    low: some ? of(inside.min) : INFINITY,
    high: some ? of(inside.max) : -INFINITY,
    atMinus: minusInside ? of(-INFINITY) : undefined,
    atPlus: plusInside ? of(INFINITY) : undefined,
    lowIsReached: growth.overflows === true || Number.isFinite(inside.min),
    highIsReached: growth.overflows === true || Number.isFinite(inside.max),
  };
  return spread(other(value), ends, value.mayBeNaN || nan);
};

type Ends = {
  readonly low: number;
  readonly high: number;
  readonly atMinus: number | undefined;
  readonly atPlus: number | undefined;
  /** An infinite end is a result, and not only the lack of a bound. */
  readonly lowIsReached: boolean;
  readonly highIsReached: boolean;
};

/** Limits of the function at the infinities are values when its argument is infinite. */
const spread = (value: ValueFacts, ends: Ends, nan: boolean): ValueFacts => {
  const limits = [ends.atMinus, ends.atPlus].filter((limit) => limit !== undefined);
  const finite = limits.filter(Number.isFinite);
  const min = Math.min(ends.low, ...finite);
  const max = Math.max(ends.high, ...finite);
  const empty = min === INFINITY || max === -INFINITY;
  return {
    ...value,
    min: empty ? INFINITY : min,
    max: empty ? -INFINITY : max,
    mayBeNaN: nan,
    mayBePlusInf: limits.includes(INFINITY) || (ends.highIsReached && ends.high === INFINITY),
    mayBeMinusInf: limits.includes(-INFINITY) || (ends.lowIsReached && ends.low === -INFINITY),
  };
};

const absolute = (value: ValueFacts): ValueFacts => {
  const { integer, dimension, zero, origin } = value;
  const infinite = value.mayBePlusInf || value.mayBeMinusInf;
  const kept = { integer, dimension, zero, origin, mayBeMinusZero: false };
  const flags = { mayBePlusInf: infinite, mayBeMinusInf: false };
  const positive = value.max < 0 ? negated(value) : value;
  if (positive.min >= 0) return { ...positive, ...kept, ...flags };
  const max = hasFinite(value) ? Math.max(-value.min, value.max) : -INFINITY;
  return { ...other(value), ...kept, ...flags, min: hasFinite(value) ? 0 : INFINITY, max };
};

/** Rounding up, down or to the nearest, which keep the unit and the infinities. */
const stepped = (value: ValueFacts, of: (value: number) => number, integer: boolean): ValueFacts =>
  hasFinite(value)
    ? {
        ...value,
        min: Number.isFinite(value.min) ? of(value.min) : value.min,
        max: Number.isFinite(value.max) ? of(value.max) : value.max,
        minOpen: false,
        maxOpen: false,
        integer,
        mayBeMinusZero: value.mayBeMinusZero || value.min < 0,
        share: false,
      }
    : value;

const rounded = (value: ValueFacts, to: ValueFacts | undefined): ValueFacts => {
  const step = to === undefined ? 1 : constantOf(to);
  if (step === undefined || !(step > 0) || step === INFINITY) {
    return {
      ...other(value),
      min: -INFINITY,
      max: INFINITY,
      mayBeNaN: true,
      mayBePlusInf: true,
      mayBeMinusInf: true,
    };
  }
  const inverse = 1 / step;
  return stepped(
    value,
    (number) => Math.floor(number * inverse + 0.5) / inverse,
    Number.isInteger(step),
  );
};

const sign = (value: ValueFacts): ValueFacts => ({
  ...other(value),
  min: mayBeNegative(value) ? -1 : Number(!mayBeZero(value)),
  max: mayBePositive(value) ? 1 : -Number(!mayBeZero(value)),
  integer: true,
  mayBeMinusZero: value.mayBeMinusZero,
  mayBePlusInf: false,
  mayBeMinusInf: false,
});

/** The smaller of the two, as `clamp_max` takes it. */
export const least = (value: ValueFacts, limit: ValueFacts): ValueFacts => {
  const limited = limit.max < value.max || limit.mayBeMinusInf;
  return tidy({
    ...value,
    min: Math.min(value.min, limit.min),
    minOpen: limit.min < value.min ? limit.minOpen : value.minOpen,
    max: leastMax(value, limit),
    maxOpen: limit.max < value.max ? limit.maxOpen : value.maxOpen,
    mayBeNaN: value.mayBeNaN || limit.mayBeNaN,
    mayBePlusInf: value.mayBePlusInf && limit.mayBePlusInf,
    mayBeMinusInf: value.mayBeMinusInf || limit.mayBeMinusInf,
    mayBeMinusZero: value.mayBeMinusZero || limit.mayBeMinusZero,
    integer: value.integer && limit.integer,
    basis: weakest(value.basis, limit.basis),
    high: limited ? limit.high : value.high,
    share: false,
  });
};

/** Infinity against a finite limit gives the limit, so that it is a bound only of what is below it. */
const leastMax = (value: ValueFacts, limit: ValueFacts): number => {
  const own = value.mayBePlusInf ? INFINITY : value.max;
  const limits = limit.mayBePlusInf ? INFINITY : limit.max;
  const top = Math.min(own, limits);
  return top === INFINITY ? Math.max(value.max, limit.max) : top;
};

/** The larger of the two, as `clamp_min` takes it. */
export const greatest = (value: ValueFacts, limit: ValueFacts): ValueFacts => {
  const facts = negated(least(negated(value), negated(limit)));
  return { ...facts, mayBeMinusZero: value.mayBeMinusZero || limit.mayBeMinusZero };
};

export const clamped = (value: ValueFacts, from: ValueFacts, to: ValueFacts): ValueFacts => {
  const [low, high] = [constantOf(from), constantOf(to)];
  if (low !== undefined && high !== undefined && low > high) return NOTHING;
  return greatest(least(value, to), from);
};

const wave = (value: ValueFacts): ValueFacts => ({
  ...other(value),
  min: hasFinite(value) ? -1 : INFINITY,
  max: hasFinite(value) ? 1 : -INFINITY,
  mayBeNaN: value.mayBeNaN || value.mayBePlusInf || value.mayBeMinusInf,
  mayBePlusInf: false,
  mayBeMinusInf: false,
  mayBeMinusZero: true,
});

const unbounded = (value: ValueFacts): ValueFacts => ({
  ...wave(value),
  min: -INFINITY,
  max: INFINITY,
});

const hyperbolicCosine = (value: ValueFacts): ValueFacts => {
  const magnitude = absolute(value);
  return { ...growing(magnitude, { of: Math.cosh, overflows: true }), mayBeMinusZero: false };
};

const GROWING: Readonly<Record<string, Growing>> = {
  exp: { of: Math.exp, overflows: true },
  ln: { of: Math.log, from: 0 },
  log2: { of: Math.log2, from: 0 },
  log10: { of: Math.log10, from: 0 },
  sqrt: { of: Math.sqrt, from: 0 },
  asin: { of: Math.asin, from: -1, to: 1 },
  atan: { of: Math.atan },
  sinh: { of: Math.sinh, overflows: true },
  asinh: { of: Math.asinh },
  tanh: { of: Math.tanh },
  acosh: { of: Math.acosh, from: 1 },
  atanh: { of: Math.atanh, from: -1, to: 1 },
  deg: { of: (value) => (value * 180) / Math.PI },
  rad: { of: (value) => (value * Math.PI) / 180 },
};

/** Logarithms and the like are computed alike but for the last digits, here and in Prometheus. */
const widened = (value: ValueFacts): ValueFacts => {
  const slack = (bound: number) => Math.abs(bound) * 1e-12;
  return {
    ...value,
    min: value.min - finiteOr0(slack(value.min)),
    max: value.max + finiteOr0(slack(value.max)),
  };
};

const finiteOr0 = (value: number): number => (Number.isFinite(value) ? value : 0);

type NumberFunction = (value: ValueFacts, first?: ValueFacts, second?: ValueFacts) => ValueFacts;

const NUMBER_FUNCTIONS: ReadonlyMap<string, NumberFunction> = new Map<string, NumberFunction>([
  ["abs", absolute],
  ["ceil", (value) => stepped(value, Math.ceil, true)],
  ["floor", (value) => stepped(value, Math.floor, true)],
  ["round", rounded],
  ["sgn", sign],
  ["clamp_max", (value, limit = exactly(Number.NaN)) => least(value, limit)],
  ["clamp_min", (value, limit = exactly(Number.NaN)) => greatest(value, limit)],
  ["clamp", (value, low = value, high = value) => clamped(value, low, high)],
  ["sin", wave],
  ["cos", wave],
  ["tan", unbounded],
  ["cosh", hyperbolicCosine],
  ["acos", (value) => negatedArc(growing(value, { of: Math.asin, from: -1, to: 1 }))],
  ...Object.entries(GROWING).map(([name, of]): [string, NumberFunction] => [
    name,
    (value) => widened(growing(value, of)),
  ]),
]);

/** acos x = π/2 − asin x. */
const negatedArc = (arc: ValueFacts): ValueFacts => {
  const { min, max } = negated(arc);
  return widened({ ...arc, min: min + Math.PI / 2, max: max + Math.PI / 2 });
};

/** The function that computes one number from another, by its PromQL name. */
export const numberFunction = (name: string): NumberFunction | undefined =>
  NUMBER_FUNCTIONS.get(name);
