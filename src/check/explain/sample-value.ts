import { constantOf, hasFinite, mayBe, type ValueFacts } from "../../promql/values/value-facts.ts";

/** Three digits are enough for an example. */
const rounded = (value: number): number => Number(value.toPrecision(3));

const nearBound = (bound: number, sign: 1 | -1): number =>
  bound + sign * (bound === 0 ? 1 : Math.abs(bound) * 0.2);

const finiteCandidates = ({ min, max }: ValueFacts): readonly number[] => {
  const hasLow = Number.isFinite(min);
  const hasHigh = Number.isFinite(max);
  if (hasLow && hasHigh) {
    const middle = (min + max) / 2;
    return [rounded(middle), Math.ceil(middle), middle, min, max];
  }
  if (hasLow) return [rounded(nearBound(min, 1)), Math.ceil(nearBound(min, 1)), min + 1];
  if (hasHigh) return [rounded(nearBound(max, -1)), Math.floor(nearBound(max, -1)), max - 1];
  return [1, 0];
};

/** A value that the query can have as the alert fires. */
export const sampleValue = (facts: ValueFacts): number => {
  const constant = constantOf(facts);
  if (constant !== undefined) return constant;
  const finite = hasFinite(facts)
    ? finiteCandidates(facts).find((candidate) => mayBe(facts, candidate))
    : undefined;
  if (finite !== undefined) return finite;
  if (facts.mayBePlusInf) return Number.POSITIVE_INFINITY;
  return facts.mayBeMinusInf ? Number.NEGATIVE_INFINITY : Number.NaN;
};
