import { conventionOf, type FoundFacts, factsOf, type Metrics } from "../metrics/metrics.ts";
import type { VectorSelector } from "../syntax/expr.ts";
import { COUNT, dimensionOf } from "./dimension.ts";
import { ANYTHING, FINITE, type Origin, type ValueFacts } from "./value-facts.ts";

/** The facts of the series that recording rules write under a name; undefined when none does. */
export type RecordedFacts = (name: string) => ValueFacts | undefined;

/** What is known beside the query. */
export type ValueContext = {
  readonly metrics: Metrics;
  readonly recorded?: RecordedFacts;
};

/** The name of the one metric that is selected, or "" when it can be several. */
export const metricOf = (selector: VectorSelector): string =>
  selector.metric === "" ? nameMatched(selector) : selector.metric;

const nameMatched = (selector: VectorSelector): string =>
  selector.matchers.find(({ name, operator }) => name === "__name__" && operator === "=")?.value ??
  "";

/** All values that the selected samples can have. */
export const selectorFacts = (selector: VectorSelector, context: ValueContext): ValueFacts => {
  const name = metricOf(selector);
  if (name === "") return ANYTHING;
  const recorded = context.recorded?.(name);
  if (recorded !== undefined) return ofRecorded(selector, recorded, byConvention(selector, name));
  const found = factsOf(context.metrics, name);
  return found === undefined ? byConvention(selector, name) : declared(selector, name, found);
};

/**
 * Why it is so stands in the rule; here it is the selector that makes it so. What the name says besides, and the unit
 * where the rule leaves it open, is taken from the name.
 */
const ofRecorded = (
  { span }: VectorSelector,
  facts: ValueFacts,
  named: ValueFacts,
): ValueFacts => ({
  ...facts,
  low: facts.low && { ...facts.low, span },
  high: facts.high && { ...facts.high, span },
  zero: facts.zero && { ...facts.zero, span },
  ...(facts.dimension === undefined
    ? { dimension: named.dimension, dimensionBasis: named.dimensionBasis }
    : {}),
  scalar: false,
  origin: named.origin,
});

const typeOf = ({ facts, role }: FoundFacts): Origin["type"] => {
  if (role !== "itself" || facts.type === "counter") return "counter";
  return facts.type === "gauge" ? "gauge" : "other";
};

const declared = (selector: VectorSelector, name: string, found: FoundFacts): ValueFacts => {
  const { facts, role } = found;
  const { span } = selector;
  const type = typeOf(found);
  const bucketDimension = role === "bucket" ? dimensionOf(facts.unit) : undefined;
  const basis = "declared" as const;
  const origin: Origin = {
    name,
    facts,
    role,
    type,
    basis,
    bucketDimension,
    bucketBasis: basis,
    raw: true,
    span,
  };
  if (role === "itself" && facts.type !== "counter" && facts.type !== "gauge") {
    return ofOther(found, origin);
  }
  const min = facts.min ?? lowestOf(found);
  const max =
    role === "itself" ? (facts.max ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const whole = role === "itself" ? facts.integer : role !== "sum";
  const counted = role === "bucket" || role === "count";
  return {
    ...FINITE,
    min: counted ? 0 : min,
    max,
    mayBeMinusZero: !counted && min < 0,
    integer: whole,
    basis: "declared",
    low:
      min === Number.NEGATIVE_INFINITY
        ? undefined
        : { span, text: `${name} is never below ${min}` },
    high:
      max === Number.POSITIVE_INFINITY
        ? undefined
        : { span, text: `${name} is never above ${max}` },
    zero: declaredZero(selector, found),
    dimension: counted ? COUNT : dimensionOf(facts.unit),
    dimensionBasis: "declared",
    origin,
  };
};

/** Counters begin at 0 and only grow; so does the sum of what cannot be negative. */
const lowestOf = ({ facts, role }: FoundFacts): number => {
  const positive =
    facts.unit === "seconds" || facts.unit === "bytes" || (facts.buckets?.[0] ?? -1) > 0;
  const counts = role === "itself" ? facts.type === "counter" : positive;
  return counts ? 0 : Number.NEGATIVE_INFINITY;
};

const declaredZero = (
  selector: VectorSelector,
  { facts, role }: FoundFacts,
): ValueFacts["zero"] => {
  if (facts.zeroWhen === undefined || role !== "itself") return undefined;
  const text = `${facts.name} is 0 when ${facts.zeroWhen}`;
  return { kind: "declared", basis: "declared", span: selector.span, text };
};

const ofOther = ({ facts }: FoundFacts, origin: Origin): ValueFacts => {
  const { span, name } = origin;
  if (facts.type === "info") {
    const reason = { span, text: `${name} is always 1` };
    const one = { min: 1, max: 1, integer: true, mayBeMinusZero: false };
    return { ...FINITE, ...one, basis: "declared", low: reason, high: reason, origin };
  }
  if (facts.type !== "summary") return { ...ANYTHING, origin };
  const min = facts.min ?? Number.NEGATIVE_INFINITY;
  return {
    ...FINITE,
    min,
    max: facts.max ?? Number.POSITIVE_INFINITY,
    mayBeMinusZero: min < 0,
    mayBeNaN: true,
    basis: "declared",
    dimension: dimensionOf(facts.unit),
    dimensionBasis: "declared",
    origin,
  };
};

const BUCKET = "_bucket";

const byConvention = (selector: VectorSelector, name: string): ValueFacts => {
  const { span } = selector;
  const { type, unit } = conventionOf(name);
  const basis = "convention" as const;
  const known = type === "counter" ? "counter" : "other";
  const role = name.endsWith(BUCKET) ? "bucket" : "itself";
  const origin: Origin = {
    name,
    facts: undefined,
    role,
    type: known,
    basis,
    bucketDimension:
      role === "bucket" ? dimensionOf(conventionOf(name.slice(0, -BUCKET.length)).unit) : undefined,
    bucketBasis: basis,
    raw: true,
    span,
  };
  const named = { dimension: dimensionOf(unit), dimensionBasis: basis, origin };
  if (type === undefined) return { ...ANYTHING, ...named };
  const low = { span, text: `${name} is a counter by its name, so never below 0` };
  if (type === "counter") return { ...FINITE, min: 0, mayBeMinusZero: false, basis, low, ...named };
  const reason = { span, text: `${name} is always 1 by its name` };
  const one = { min: 1, max: 1, integer: true, mayBeMinusZero: false, low: reason, high: reason };
  return { ...FINITE, ...one, basis, ...named };
};
