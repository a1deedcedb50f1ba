import { isNeverPresent } from "../../../labels/symbolic-labels.ts";
import type { Span } from "../../../lib/source.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { type Threshold, thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { ExaminedAlert, Query } from "../../examined.ts";

/** What an alert watches that is no concern of users by itself. */
export type AlertCause = {
  /** "health": whether one instance is up; "resource": how much one instance uses of something. */
  readonly kind: "health" | "resource";
  readonly metric: string;
  readonly span: Span;
};

/** What users feel, or what measures it; a probe asks as a user does. */
const SYMPTOM =
  /error|fail|request|latency|duration|burn|slo|probe|response|drop|reject|timeout|lost|unavailable/i;

const RESOURCE =
  /(?:^|_)(?:memory|mem|cpu|disk|filesystem|swap|load\d*|pool|connections|connected|clients|threads|goroutines|fds|heap)(?:_|$)/i;

/** Labels of which one serving unit has one value. */
const UNITS = ["instance", "pod", "node"];

const isOfOneUnit = (query: Query): boolean =>
  query
    .labels()
    .alternatives.some(({ labels }) => UNITS.some((label) => !isNeverPresent(labels, label)));

/** `== 0`, `< 1`, `!= 1`. */
const isDown = ({ operator, thresholdFacts }: Threshold): boolean => {
  const value = constantOf(thresholdFacts);
  if (value === 0) return operator === "==" || operator === "<=";
  return value === 1 && (operator === "<" || operator === "!=");
};

const causeOf = (threshold: Threshold): AlertCause | undefined => {
  const { node, value, valueFacts, negated } = threshold;
  if (negated) return undefined;
  const { origin } = valueFacts;
  const isHealth = origin?.facts?.health ?? /_up$/.test(origin?.name ?? "");
  if (origin !== undefined && isHealth && isDown(threshold)) {
    return { kind: "health", metric: origin.name, span: node.span };
  }
  const resource = selectorsOf(value)
    .map(metricOf)
    .find((metric) => RESOURCE.test(metric));
  return resource === undefined
    ? undefined
    : { kind: "resource", metric: resource, span: node.span };
};

/**
 * The cause that an alert fires on, if it fires for one instance on a cause alone. What is a symptom, and what a
 * resource, is told by the names of metrics.
 */
export const alertCause = ({ query }: ExaminedAlert): AlertCause | undefined => {
  if (query === undefined || !isOfOneUnit(query)) return undefined;
  const metrics = selectorsOf(query.expr).map(metricOf);
  if (metrics.some((metric) => SYMPTOM.test(metric))) return undefined;
  for (const threshold of thresholdsIn(query.values())) {
    const cause = causeOf(threshold);
    if (cause !== undefined) return cause;
  }
  return undefined;
};
