import type { Aggregation, Call, Expr } from "../../syntax/expr.ts";
import { type Analysis, factsIn } from "../evaluate.ts";
import { outcomeOf } from "../outcome.ts";
import { constantOf } from "../value-facts.ts";
import { number, type ValueVerdict } from "./verdict.ts";

const FOR_COUNTERS: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);
const FOR_GAUGES: ReadonlySet<string> = new Set([
  "delta",
  "idelta",
  "deriv",
  "predict_linear",
  "holt_winters",
  "double_exponential_smoothing",
]);

const rangeOf = (call: Call): Expr | undefined =>
  call.arguments.find(({ kind }) => kind === "range");

/** `rate` of a gauge, whose every fall it takes for a restart; `delta` of a counter, which a restart upsets. */
export const functionOfWrongType = (call: Call, analysis: Analysis): ValueVerdict | undefined => {
  const range = rangeOf(call);
  if (range === undefined) return undefined;
  const { origin } = factsIn(analysis, range);
  if (origin === undefined) return undefined;
  const { name, basis } = origin;
  const shared = { span: call.functionSpan, because: [], effect: "unknown", node: call } as const;
  if (FOR_COUNTERS.has(call.function) && origin.type === "gauge") {
    const message = `${name} is a gauge, and ${call.function} takes every fall of it for a restart of a counter`;
    return { ...shared, kind: "rate-of-gauge", message, basis, certainty: "proven" };
  }
  if (!FOR_GAUGES.has(call.function) || origin.type !== "counter") return undefined;
  const message = `${name} is a counter, and ${call.function} takes its restart for a fall`;
  const certainty = basis === "declared" ? "proven" : "likely";
  return { ...shared, kind: "delta-of-counter", message, basis, certainty };
};

/** The φ of a function or aggregation that has one. */
const quantileIn = (node: Call | Aggregation): Expr | undefined => {
  if (node.kind === "aggregation") {
    return node.operator === "quantile" ? node.parameter : undefined;
  }
  const takes = node.function === "histogram_quantile" || node.function === "quantile_over_time";
  return takes ? node.arguments[0] : undefined;
};

/** A φ outside [0, 1], which gives an infinity. */
export const quantileOutOfRange = (
  node: Call | Aggregation,
  analysis: Analysis,
): ValueVerdict | undefined => {
  const parameter = quantileIn(node);
  if (parameter === undefined) return undefined;
  const phi = constantOf(factsIn(analysis, parameter));
  if (phi === undefined || (phi >= 0 && phi <= 1)) return undefined;
  const infinity = phi > 1 ? "+Inf" : "-Inf";
  const result = Number.isNaN(phi) ? "NaN" : infinity;
  const meant = phi > 1 && phi <= 100 ? `; ${number(phi / 100)} is meant` : "";
  return {
    kind: "quantile-out-of-range",
    span: parameter.span,
    message: `a quantile lies between 0 and 1, and φ = ${number(phi)} always gives ${result}${meant}`,
    because: [],
    basis: "mathematics",
    certainty: "proven",
    effect: outcomeOf(analysis),
    node,
  };
};
