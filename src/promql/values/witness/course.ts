import type { Span } from "../../../lib/source.ts";
import type { VectorSelector } from "../../syntax/expr.ts";
import type { ValueFacts } from "../value-facts.ts";

/** How the values of a series go on; `step` is per interval. */
export type Course =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "growing"; readonly from: number; readonly step: number }
  /** Buckets of a histogram whose observations are all above the highest finite bound. */
  | { readonly kind: "slow"; readonly buckets: readonly number[]; readonly step: number }
  | { readonly kind: "missing" };

/** Says what each selected series does. */
export type Scenario = (selector: VectorSelector, facts: ValueFacts) => Course;

const MUCH = 1_000_000;
const EVENTS = 600;

const constant = (value: number): Course => ({ kind: "constant", value });

const bucketsOf = ({ origin }: ValueFacts): readonly number[] | undefined =>
  origin?.role === "bucket" ? origin.facts?.buckets : undefined;

/** As much as there can be: gauges at their highest, counters growing, every observation slow. */
export const high: Scenario = (_selector, facts) => {
  const buckets = bucketsOf(facts);
  if (buckets !== undefined) return { kind: "slow", buckets, step: EVENTS };
  if (facts.origin?.type === "counter") return { kind: "growing", from: MUCH, step: EVENTS };
  return constant(Number.isFinite(facts.max) ? facts.max : MUCH);
};

/** As little as there can be: gauges at their lowest, counters that stand still. */
export const low: Scenario = (_selector, facts) => {
  if (facts.origin?.type === "counter") return constant(MUCH);
  return constant(Number.isFinite(facts.min) ? facts.min : 0);
};

/** No series at all. */
export const missing: Scenario = () => ({ kind: "missing" });

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.from >= outer.from && inner.to <= outer.to;

/** All is high, but what stands within a part of the query goes its own way. */
export const except =
  (span: Span, course: Course): Scenario =>
  (selector, facts) =>
    isWithin(selector.span, span) ? course : high(selector, facts);

/** All is high, but within a part of the query counters stand still, and what is 0 at times is 0. */
export const idleWithin =
  (span: Span): Scenario =>
  (selector, facts) => {
    if (!isWithin(selector.span, span)) return high(selector, facts);
    return facts.zero?.kind === "declared" ? constant(0) : low(selector, facts);
  };

export const at = constant;
