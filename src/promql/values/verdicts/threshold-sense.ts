import { withoutParens } from "../../syntax/walk.ts";
import { HISTOGRAM_QUANTILE } from "../histogram-functions.ts";
import type { Threshold } from "../thresholds.ts";
import { constantOf, type Origin } from "../value-facts.ts";
import { number, type ValueVerdict } from "./verdict.ts";

/** Words of names that say how much is going on, where nothing is ordinary. */
const ACTIVITY =
  /(?:^|_)(?:active|busy|current|idle|in_?flight|in_?use|inflight|pending|queued|used|waiting)(?:_|$)/;

const meansZero = ({ operator }: Threshold, constant: number): boolean =>
  (constant === 0 && (operator === "==" || operator === "<=")) ||
  (constant === 1 && operator === "<");

const ordinaryZero = (origin: Origin): string | undefined => {
  const when = origin.facts?.zeroWhen;
  if (when !== undefined) return `${origin.name} is 0 when ${when}`;
  if (origin.facts !== undefined || origin.type === "counter" || !ACTIVITY.test(origin.name)) {
    return undefined;
  }
  return `${origin.name} says by its name how much is going on, and is 0 whenever nothing is`;
};

/** `active == 0` as if it were health. */
export const zeroAsFailure = (threshold: Threshold): ValueVerdict | undefined => {
  const constant = constantOf(threshold.thresholdFacts);
  const { origin } = threshold.valueFacts;
  if (constant === undefined || origin?.raw !== true || origin.facts?.health === true) {
    return undefined;
  }
  if (threshold.negated || !meansZero(threshold, constant)) return undefined;
  const reason = ordinaryZero(origin);
  if (reason === undefined) return undefined;
  return {
    kind: "zero-as-failure",
    span: threshold.node.span,
    message: `${reason}: that is no sign of failure`,
    because: [{ span: origin.span, text: reason }],
    basis: origin.basis === "declared" ? "declared" : "convention",
    certainty: "likely",
    effect: "fires",
    node: threshold.node,
  };
};

/** A counter compared as it stands: it has grown since the process was started, and passes for ever. */
export const rawCounter = (threshold: Threshold): ValueVerdict | undefined => {
  const { valueFacts, thresholdFacts, node } = threshold;
  const { origin } = valueFacts;
  const constant = constantOf(thresholdFacts);
  if (origin?.type !== "counter" || !origin.raw || constant === undefined) return undefined;
  const presence = constant === 0 && !threshold.alone;
  if (presence) return undefined;
  return {
    kind: "raw-counter",
    span: withoutParens(threshold.value).span,
    message: `${origin.name} counts since its process was started, so the comparison says nothing of now: compare its rate or increase`,
    because: [],
    basis: origin.basis,
    certainty: origin.basis === "declared" ? "proven" : "likely",
    effect: "unknown",
    node,
  };
};

/** Equality of a computed value with a number that it will hardly ever be. */
export const floatEquality = (threshold: Threshold): ValueVerdict | undefined => {
  const { operator, valueFacts, thresholdFacts, node } = threshold;
  if (operator !== "==" && operator !== "!=") return undefined;
  const constant = constantOf(thresholdFacts);
  if (constant === undefined || !Number.isFinite(constant) || Number.isInteger(constant)) {
    return undefined;
  }
  if (valueFacts.integer || withoutParens(threshold.value).kind === "selector") return undefined;
  return {
    kind: "float-equality",
    span: node.operatorSpan,
    message: `a computed value is hardly ever exactly ${number(constant)}`,
    because: [],
    basis: "mathematics",
    certainty: "likely",
    effect: "unknown",
    node,
  };
};

/** A threshold within a bucket, where the quantile is a guess. */
export const betweenBuckets = (threshold: Threshold): ValueVerdict | undefined => {
  const value = withoutParens(threshold.value);
  if (value.kind !== "call" || value.function !== HISTOGRAM_QUANTILE) return undefined;
  const constant = constantOf(threshold.thresholdFacts);
  const { origin } = threshold.valueFacts;
  const buckets = origin?.facts?.buckets;
  if (constant === undefined || buckets === undefined || buckets.includes(constant)) {
    return undefined;
  }
  const above = buckets.find((bound) => bound > constant);
  if (constant <= 0 || above === undefined) return undefined;
  const below = buckets.findLast((bound) => bound < constant) ?? 0;
  return {
    kind: "between-buckets",
    span: threshold.threshold.span,
    message: `${number(constant)} is no bound of a bucket of ${origin?.facts?.name}: between ${number(below)} and ${number(above)} a quantile is interpolated`,
    because: [],
    basis: "declared",
    certainty: "proven",
    effect: "unknown",
    node: threshold.node,
  };
};
