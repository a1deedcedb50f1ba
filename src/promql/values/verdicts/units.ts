import type { Binary, Expr } from "../../syntax/expr.ts";
import { withoutParens } from "../../syntax/walk.ts";
import { areIncomparable, type Dimension, unitName } from "../dimension.ts";
import { type Analysis, factsIn } from "../evaluate.ts";
import { HISTOGRAM_QUANTILE } from "../histogram-functions.ts";
import type { Threshold } from "../thresholds.ts";
import { constantOf, type ValueFacts, weakest } from "../value-facts.ts";
import { number, type ValueVerdict } from "./verdict.ts";

/** Both sides are measured, in units that do not go together. */
export const differentUnits = (node: Binary, analysis: Analysis): ValueVerdict | undefined => {
  if (!UNLIKE.has(node.operator)) return undefined;
  const [left, right] = [factsIn(analysis, node.left), factsIn(analysis, node.right)];
  const [a, b] = [left.dimension, right.dimension];
  if (a === undefined || !areIncomparable(a, b) || isMomentAndTime(a, b)) return undefined;
  if (constantOf(left) !== undefined || constantOf(right) !== undefined) return undefined;
  const basis = weakest(left.dimensionBasis, right.dimensionBasis);
  return {
    kind: "unit-mismatch",
    span: node.span,
    message: `the left side is in ${unitName(a)} and the right side in ${unitName(b)}`,
    because: [],
    basis,
    certainty: basis === "convention" ? "likely" : "proven",
    effect: "unknown",
    node,
  };
};

const UNLIKE: ReadonlySet<string> = new Set(["+", "-", ">", "<", ">=", "<=", "==", "!="]);

/** A name like `last_run_seconds` may mean either. */
const isMomentAndTime = (a: Dimension, b: Dimension): boolean =>
  (a.quantity === "moment" && b.quantity === "time") ||
  (a.quantity === "time" && b.quantity === "moment");

/** Percentages of a whole, as people write them. */
const isPercentage = (constant: number): boolean => constant >= 10 && constant <= 100;

const isRawQuotient = (value: Expr, analysis: Analysis): boolean => {
  const node = withoutParens(value);
  if (node.kind !== "binary" || node.operator !== "/") return false;
  const [left, right] = [factsIn(analysis, node.left).origin, factsIn(analysis, node.right).origin];
  const gauges = left?.raw === true && right?.raw === true;
  return gauges && left.type !== "counter" && right.type !== "counter" && left.name !== right.name;
};

type Compared = {
  readonly threshold: Threshold;
  readonly constant: number;
  readonly analysis: Analysis;
};

type Suspicion = (compared: Compared, dimension: Dimension) => string | undefined;

const isPlain = ({ quantity, scale, perSecond }: Dimension, wanted: Dimension["quantity"]) =>
  quantity === wanted && scale === 1 && !perSecond;

const ratioForPercent: Suspicion = ({ threshold, constant, analysis }, dimension) => {
  if (!isPlain(dimension, "ratio")) return undefined;
  const { valueFacts, value } = threshold;
  const exceeded = valueFacts.share && constant > 1;
  if (!exceeded && !(isPercentage(constant) && isRawQuotient(value, analysis))) return undefined;
  return `the value is a ratio, where 1 is all, and ${number(constant)} reads as percent: ${number(constant / 100)} is meant`;
};

const percentForRatio: Suspicion = ({ threshold, constant }, { quantity, scale }) => {
  if (quantity !== "ratio" || scale !== 100) return undefined;
  const { operator } = threshold;
  const upwards = (operator === ">" || operator === ">=") && constant >= 0.7 && constant < 1;
  const downwards = (operator === "<" || operator === "<=") && constant > 0 && constant <= 0.3;
  if (!upwards && !downwards) return undefined;
  return `the value is in percent, and ${number(constant)} reads as a ratio: ${number(constant * 100)} is meant`;
};

const FIRST_MOMENT = 100_000_000;

const ageForMoment: Suspicion = ({ threshold, constant }, dimension) => {
  if (!isPlain(dimension, "moment") || threshold.valueFacts.origin?.raw !== true) return undefined;
  if (constant === 0 || Math.abs(constant) >= FIRST_MOMENT) return undefined;
  return `the value is a Unix time, which is over a thousand million, and ${number(constant)} reads as an age: compare \`time() - …\``;
};

const scaledForBytes: Suspicion = ({ constant }, dimension) => {
  if (!isPlain(dimension, "data") || constant < 2 || constant >= 1000) return undefined;
  return `the value is in bytes, and ${number(constant)} reads as a larger unit`;
};

const bytesForScaled: Suspicion = ({ constant }, { quantity, scale }) => {
  if (quantity !== "data" || scale > 1 / 1e6 || constant < 1e6) return undefined;
  return `the value was divided into a larger unit, and ${number(constant)} reads as bytes`;
};

/** Above it, a threshold is no latency in milliseconds. */
const LONGEST_LATENCY_MS = 60_000;

const millisecondsForSeconds: Suspicion = ({ threshold, constant }, dimension) => {
  const node = withoutParens(threshold.value);
  const quantile = node.kind === "call" && node.function === HISTOGRAM_QUANTILE;
  if (!quantile || !isPlain(dimension, "time")) return undefined;
  if (constant < 100 || constant > LONGEST_LATENCY_MS) return undefined;
  return `the value is in seconds, and ${number(constant)} reads as milliseconds`;
};

const SUSPICIONS: readonly Suspicion[] = [
  ratioForPercent,
  percentForRatio,
  ageForMoment,
  scaledForBytes,
  bytesForScaled,
  millisecondsForSeconds,
];

/** A threshold that reads as if the value were in another unit. */
export const thresholdInAnotherUnit = (
  threshold: Threshold,
  analysis: Analysis,
): ValueVerdict | undefined => {
  const { valueFacts, thresholdFacts, node } = threshold;
  const constant = constantOf(thresholdFacts);
  const { dimension } = valueFacts;
  if (constant === undefined || dimension === undefined) return undefined;
  const compared = { threshold, constant, analysis };
  for (const suspicion of SUSPICIONS) {
    const message = suspicion(compared, dimension);
    if (message !== undefined) return likely(node, message, valueFacts);
  }
  return undefined;
};

const likely = (node: Binary, message: string, { dimensionBasis }: ValueFacts): ValueVerdict => ({
  kind: "unit-mismatch",
  span: node.span,
  message,
  because: [],
  basis: dimensionBasis,
  certainty: "likely",
  effect: "unknown",
  node,
});
