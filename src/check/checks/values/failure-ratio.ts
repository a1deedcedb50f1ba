import type { Binary, Call, Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { descendants, selectorsOf, withoutParens } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { type Threshold, thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { Query } from "../../examined.ts";

const GROWTH: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);
const UPWARDS: ReadonlySet<string> = new Set([">", ">="]);

/** Words of names of what counts failures. */
export const FAILURE_NAME =
  /(?:^|[_:])(?:aborted|denied|dropped|err|errors?|exceptions?|fail(?:ed|s|ure|ures)?|lost|rejected|retries|timed_?out|timeouts?|unavailable)(?:[_:]|$)/;
const OUTCOME_LABEL = /code|status|result|outcome|success/i;
const FAILURE_VALUE = /^[("]*5|err|fail|false/i;

/** Whether a metric counts what went wrong, by its name or by the values of its labels. */
export const countsFailures = (selector: VectorSelector): boolean =>
  FAILURE_NAME.test(metricOf(selector)) ||
  selector.matchers.some(
    ({ name, operator, value }) =>
      (operator === "=" || operator === "=~") &&
      OUTCOME_LABEL.test(name) &&
      FAILURE_VALUE.test(value),
  );

/** Calls that look at how counters grow within a window. */
export const growthCalls = (expr: Expr): readonly Call[] => {
  const calls: Call[] = [];
  for (const part of descendants(expr)) {
    if (part.kind === "call" && GROWTH.has(part.function)) calls.push(part);
  }
  return calls;
};

/** The windows of what an expression reads over time, in milliseconds. */
export const windowsOf = (expr: Expr): readonly number[] => {
  const windows: number[] = [];
  for (const part of descendants(expr)) if (part.kind === "range") windows.push(part.rangeMs);
  return windows;
};

/** Failures divided by everything, both counted over a window, and alerted on when there are too many. */
export type FailureRatio = {
  readonly threshold: Threshold;
  readonly constant: number;
  readonly division: Binary;
  /** What counts everything. */
  readonly whole: readonly VectorSelector[];
  readonly windowMs: number;
};

/** All selectors stand within a function of growth. */
const isOfGrowth = (expr: Expr): boolean => {
  const selectors = selectorsOf(expr);
  return selectors.length > 0 && growthCalls(expr).length === selectors.length;
};

const MOST_STEPS = 50;

/** The division that a compared value is, through what scales or completes it: `(1 - a / b) * 100`. */
const divisionIn = (
  value: Expr,
): { readonly division: Binary; readonly from1: boolean } | undefined => {
  let node = withoutParens(value);
  let from1 = false;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (node.kind !== "binary") return undefined;
    const [left, right] = [selectorsOf(node.left).length > 0, selectorsOf(node.right).length > 0];
    if (left && right) return node.operator === "/" ? { division: node, from1 } : undefined;
    if (node.operator === "-" && !left) from1 = !from1;
    node = withoutParens(left ? node.left : node.right);
  }
  return undefined;
};

/** `all - good`, whose first part is counted in the divisor too. */
const isRemainder = ({ left, right }: Binary): boolean => {
  const part = withoutParens(left);
  if (part.kind !== "binary" || part.operator !== "-") return false;
  const [whole] = selectorsOf(right);
  const [first] = selectorsOf(part.left);
  return whole !== undefined && first !== undefined && metricOf(whole) === metricOf(first);
};

const ratioOf = (threshold: Threshold): FailureRatio | undefined => {
  const constant = constantOf(threshold.thresholdFacts);
  if (constant === undefined || threshold.negated || !UPWARDS.has(threshold.operator)) {
    return undefined;
  }
  const found = divisionIn(threshold.value);
  if (found === undefined) return undefined;
  const { division, from1 } = found;
  if (!isOfGrowth(division.left) || !isOfGrowth(division.right)) return undefined;
  const failures = selectorsOf(division.left).some(countsFailures);
  if (!failures && !from1 && !isRemainder(division)) return undefined;
  const windowMs = Math.max(...windowsOf(division.right));
  return { threshold, constant, division, whole: selectorsOf(division.right), windowMs };
};

const known = new WeakMap<Query, readonly FailureRatio[]>();

/** The ratios of failures that decide whether a query gives an alert. */
export const failureRatios = (query: Query): readonly FailureRatio[] => {
  const before = known.get(query);
  if (before !== undefined) return before;
  const ratios = thresholdsIn(query.values()).flatMap((threshold) => ratioOf(threshold) ?? []);
  known.set(query, ratios);
  return ratios;
};
