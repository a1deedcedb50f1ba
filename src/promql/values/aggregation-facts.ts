import type { AggregationOperator } from "../syntax/expr.ts";
import { COUNT } from "./dimension.ts";
import {
  ANYTHING,
  constantOf,
  exactly,
  hasFinite,
  integerBetween,
  isNothing,
  NOTHING,
  type ValueFacts,
} from "./value-facts.ts";

/** The sum of one or more of these values. */
export const sumOf = (value: ValueFacts): ValueFacts => {
  const nan = value.mayBeNaN || (value.mayBePlusInf && value.mayBeMinusInf);
  const share = false;
  if (!hasFinite(value)) return { ...value, mayBeNaN: nan, share };
  return {
    ...value,
    min: value.min >= 0 ? value.min : Number.NEGATIVE_INFINITY,
    minOpen: value.min >= 0 && value.minOpen,
    max: value.max <= 0 ? value.max : Number.POSITIVE_INFINITY,
    maxOpen: value.max <= 0 && value.maxOpen,
    mayBeNaN: nan,
    high: value.max <= 0 ? value.high : undefined,
    share,
  };
};

/** The mean of one or more of these values. */
export const meanOf = (value: ValueFacts): ValueFacts => ({
  ...value,
  mayBeNaN: value.mayBeNaN || (value.mayBePlusInf && value.mayBeMinusInf),
  integer: false,
});

/** The φ-quantile of one or more of these values, interpolated. */
export const quantileOf = (quantile: ValueFacts | undefined, value: ValueFacts): ValueFacts => {
  const phi = quantile === undefined ? undefined : constantOf(quantile);
  const infinite = value.mayBePlusInf || value.mayBeMinusInf;
  const inside = { ...value, integer: false, mayBeNaN: value.mayBeNaN || infinite };
  if (phi === undefined) {
    return { ...inside, mayBeNaN: true, mayBePlusInf: true, mayBeMinusInf: true };
  }
  if (phi >= 0 && phi <= 1) return inside;
  if (Number.isNaN(phi)) return withoutNumbers(value, Number.NaN);
  return withoutNumbers(value, phi < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
};

const withoutNumbers = (value: ValueFacts, only: number): ValueFacts => ({
  ...exactly(only),
  basis: "mathematics",
  conditional: value.conditional,
});

/** The standard deviation, or its square, of one or more of these values; of one alone 0, even of NaN. */
export const deviationOf = (value: ValueFacts, squared: boolean): ValueFacts => {
  const span = hasFinite(value) ? (value.max - value.min) / 2 : 0;
  const infinite = value.mayBePlusInf || value.mayBeMinusInf;
  return {
    ...value,
    min: 0,
    minOpen: false,
    max: squared ? span * span : span,
    maxOpen: false,
    integer: false,
    mayBeNaN: value.mayBeNaN || infinite,
    mayBePlusInf: false,
    mayBeMinusInf: false,
    mayBeMinusZero: false,
    dimension: squared ? undefined : value.dimension,
    zero: undefined,
    share: false,
    origin: undefined,
  };
};

/** How many there are, of one or more. */
export const countOf = (value: ValueFacts): ValueFacts => ({
  ...integerBetween(1, Number.POSITIVE_INFINITY),
  conditional: value.conditional,
  dimension: COUNT,
});

/** What an aggregation makes of samples with these values. */
export const aggregationFacts = (
  operator: AggregationOperator,
  value: ValueFacts,
  parameter: ValueFacts | undefined,
): ValueFacts => {
  if (isNothing(value)) return NOTHING;
  switch (operator) {
    case "sum":
      return sumOf(value);
    case "avg":
      return meanOf(value);
    case "min":
    case "max":
    case "topk":
    case "bottomk":
    case "limitk":
    case "limit_ratio":
      return value;
    case "count":
    case "count_values":
      return countOf(value);
    case "group":
      return { ...exactly(1), conditional: value.conditional };
    case "stddev":
      return deviationOf(value, false);
    case "stdvar":
      return deviationOf(value, true);
    case "quantile":
      return quantileOf(parameter, value);
    default:
      return ANYTHING;
  }
};
