import type { Call } from "../syntax/expr.ts";
import { countOf, deviationOf, meanOf, quantileOf, sumOf } from "./aggregation-facts.ts";
import { MOMENT, perSecond } from "./dimension.ts";
import {
  ANYTHING,
  between,
  exactly,
  FINITE,
  hasFinite,
  integerBetween,
  type ValueFacts,
  weakest,
  type Zero,
} from "./value-facts.ts";

const INFINITY = Number.POSITIVE_INFINITY;

/** Facts of a result that comes from these samples, with no bounds of its own. */
const fromSamples = (samples: ValueFacts): ValueFacts => ({
  ...FINITE,
  conditional: samples.conditional,
  origin: samples.origin === undefined ? undefined : { ...samples.origin, raw: false },
  mayBeNaN: samples.mayBeNaN || samples.mayBePlusInf || samples.mayBeMinusInf,
  mayBePlusInf: samples.mayBePlusInf || samples.mayBeMinusInf,
  mayBeMinusInf: samples.mayBePlusInf || samples.mayBeMinusInf,
});

const idle = (call: Call, samples: ValueFacts): Zero => {
  const { origin } = samples;
  const what = origin === undefined ? "it" : origin.name;
  const basis = weakest("usage", samples.basis);
  const known = origin?.type === "counter" && origin.basis === "declared";
  const text = `${call.function} of ${what} is 0 while it stands still`;
  return { kind: "idle", basis: known ? "declared" : basis, span: call.span, text };
};

/**
 * `rate`, `irate`, `increase`: never negative where the samples are not, since a fall counts as a reset.
 * What is not declared is taken for the counter that it is used as.
 */
const growth = (call: Call, samples: ValueFacts): ValueFacts => {
  const facts = fromSamples(samples);
  const dimension = call.function === "increase" ? samples.dimension : perSecond(samples.dimension);
  const advances = samples.dimension?.quantity === "time";
  const zero = advances ? undefined : idle(call, samples);
  const named = { dimension, dimensionBasis: samples.dimensionBasis, zero };
  const direct = call.arguments[0]?.kind === "range" && samples.origin?.facts === undefined;
  if (samples.min < 0 && !direct) return { ...facts, ...named };
  const text = `${call.function} of a counter is never below 0`;
  const usage = samples.min < 0 || samples.basis === "convention";
  const finite = { mayBeNaN: false, mayBePlusInf: false, mayBeMinusInf: false };
  return {
    ...facts,
    ...(direct ? finite : {}),
    ...named,
    min: 0,
    mayBeMinusZero: false,
    basis: usage ? "usage" : samples.basis,
    low: { span: call.functionSpan, text },
  };
};

const slope = (samples: ValueFacts, call: Call): ValueFacts => ({
  ...fromSamples(samples),
  mayBeNaN: samples.mayBeNaN || samples.mayBePlusInf || samples.mayBeMinusInf,
  dimension: call.function === "deriv" ? perSecond(samples.dimension) : samples.dimension,
  dimensionBasis: samples.dimensionBasis,
});

const lastDifference = (samples: ValueFacts): ValueFacts => {
  const reach = hasFinite(samples) ? samples.max - samples.min : INFINITY;
  return {
    ...fromSamples(samples),
    min: -reach,
    max: reach,
    integer: samples.integer,
    dimension: samples.dimension,
    dimensionBasis: samples.dimensionBasis,
    basis: samples.basis,
  };
};

const counted = (samples: ValueFacts): ValueFacts => ({
  ...integerBetween(0, INFINITY),
  conditional: samples.conditional,
});

const forecast = (samples: ValueFacts): ValueFacts => ({
  ...fromSamples(samples),
  mayBeNaN: true,
  dimension: samples.dimension,
  dimensionBasis: samples.dimensionBasis,
});

const moments = (samples: ValueFacts): ValueFacts => ({
  ...between(0, INFINITY),
  conditional: samples.conditional,
  dimension: MOMENT,
});

type RangeFunction = (samples: ValueFacts, call: Call, parameter: ValueFacts) => ValueFacts;

const RANGE_FUNCTIONS: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ["rate", (samples, call) => growth(call, samples)],
  ["irate", (samples, call) => growth(call, samples)],
  ["increase", (samples, call) => growth(call, samples)],
  ["delta", slope],
  ["deriv", slope],
  ["idelta", lastDifference],
  ["changes", counted],
  ["resets", counted],
  ["avg_over_time", meanOf],
  ["sum_over_time", sumOf],
  ["min_over_time", (samples) => samples],
  ["max_over_time", (samples) => samples],
  ["last_over_time", (samples) => samples],
  ["first_over_time", (samples) => samples],
  ["count_over_time", countOf],
  ["present_over_time", (samples) => ({ ...exactly(1), conditional: samples.conditional })],
  ["stddev_over_time", (samples) => deviationOf(samples, false)],
  ["stdvar_over_time", (samples) => deviationOf(samples, true)],
  ["mad_over_time", (samples) => ({ ...deviationOf(samples, false), max: INFINITY })],
  ["ts_of_first_over_time", moments],
  ["ts_of_last_over_time", moments],
  ["ts_of_min_over_time", moments],
  ["ts_of_max_over_time", moments],
  ["quantile_over_time", (samples, _call, phi) => quantileOf(phi, samples)],
  ["predict_linear", forecast],
  ["holt_winters", forecast],
  ["double_exponential_smoothing", forecast],
]);

const RANGE_KINDS: ReadonlySet<string> = new Set(["range", "subquery"]);

/** What a function makes of the samples in a range; undefined for a function that takes none. */
export const rangeFunctionFacts = (
  call: Call,
  values: readonly ValueFacts[],
): ValueFacts | undefined => {
  const of = RANGE_FUNCTIONS.get(call.function);
  if (of === undefined) return undefined;
  const position = call.arguments.findIndex(({ kind }) => RANGE_KINDS.has(kind));
  const parameter = values[position === 0 ? 1 : 0];
  return of(values[position] ?? ANYTHING, call, parameter ?? ANYTHING);
};
