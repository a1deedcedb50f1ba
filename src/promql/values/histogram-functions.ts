import type { Call } from "../syntax/expr.ts";
import { ANYTHING, constantOf, exactly, FINITE, type ValueFacts } from "./value-facts.ts";

/** Names of functions over histograms that answer with a φ-quantile. */
export const HISTOGRAM_QUANTILE = "histogram_quantile";

/**
 * A quantile is interpolated within a bucket, from 0 in the first; above the highest finite bound it
 * is that bound. NaN without observations, infinite when φ is outside [0, 1].
 */
const quantileFacts = (call: Call, phi: ValueFacts, buckets: ValueFacts): ValueFacts => {
  const quantile = constantOf(phi);
  const { conditional } = buckets;
  if (quantile !== undefined && quantile < 0) return outOfRange(buckets, -1);
  if (quantile !== undefined && quantile > 1) return outOfRange(buckets, 1);
  const unknown = quantile === undefined;
  const { origin } = buckets;
  const facts: ValueFacts = {
    ...FINITE,
    mayBeNaN: true,
    mayBePlusInf: unknown,
    mayBeMinusInf: unknown,
    conditional,
    origin,
    dimension: origin?.bucketDimension,
    dimensionBasis: origin?.bucketBasis ?? "mathematics",
  };
  const bounds = origin?.role === "bucket" ? origin.facts?.buckets : undefined;
  const [first, top] = [bounds?.[0], bounds?.at(-1)];
  if (origin === undefined || first === undefined || top === undefined) return facts;
  const text = `the highest finite bucket of ${origin.facts?.name} is ${top}, and no quantile is above it`;
  return {
    ...facts,
    min: Math.min(first, 0),
    max: top,
    basis: "declared",
    high: { span: call.span, text },
  };
};

const outOfRange = (buckets: ValueFacts, sign: 1 | -1): ValueFacts => ({
  ...exactly(sign * Number.POSITIVE_INFINITY),
  mayBeNaN: true,
  conditional: buckets.conditional,
});

const fraction = (histogram: ValueFacts): ValueFacts => ({
  ...FINITE,
  min: 0,
  max: 1,
  mayBeMinusZero: false,
  mayBeNaN: true,
  share: true,
  conditional: histogram.conditional,
});

const positive = (histogram: ValueFacts, mayBeNaN: boolean): ValueFacts => ({
  ...FINITE,
  min: 0,
  mayBeMinusZero: false,
  mayBeNaN,
  mayBePlusInf: mayBeNaN,
  conditional: histogram.conditional,
});

/** What a function of histograms gives; undefined for other functions. */
export const histogramFunctionFacts = (
  call: Call,
  values: readonly ValueFacts[],
): ValueFacts | undefined => {
  const [first = ANYTHING, second = ANYTHING, third = ANYTHING] = values;
  switch (call.function) {
    case HISTOGRAM_QUANTILE:
      return quantileFacts(call, first, second);
    case "histogram_fraction":
      return fraction(third);
    case "histogram_count":
      return { ...positive(first, true), mayBeNaN: true };
    case "histogram_stddev":
    case "histogram_stdvar":
      return positive(first, true);
    case "histogram_avg":
    case "histogram_sum":
      return { ...ANYTHING, conditional: first.conditional };
    default:
      return undefined;
  }
};
