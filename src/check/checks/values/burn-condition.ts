import { parseDuration } from "../../../lib/duration.ts";
import type { Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { selectorsOf, withoutParens } from "../../../promql/syntax/walk.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { type Threshold, thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import { failureRatios, windowsOf } from "./failure-ratio.ts";
import type { QueriedAlert } from "./query-verdicts.ts";

/** A comparison of a ratio of failures with a multiple of what an objective allows. */
export type BurnCondition = {
  readonly threshold: Threshold;
  /** The share of failures at which it fires. */
  readonly ratio: number;
  /** What the objective allows, 0.001 for 99.9 %; undefined where the query does not say it. */
  readonly budget: number | undefined;
  readonly windowMs: number;
  /** What the ratio is of, to tell objectives apart. */
  readonly of: string;
};

const MOST_BUDGET = 0.2;

const isBudget = (value: number | undefined): value is number =>
  value !== undefined && value > 0 && value <= MOST_BUDGET;

/** `14.4 * (1 - 0.999)` or `14.4 * 0.001`: the factor that is a budget. */
const budgetIn = (expr: Expr, constant: (part: Expr) => number | undefined): number | undefined => {
  const node = withoutParens(expr);
  if (node.kind !== "binary" || node.operator !== "*") return undefined;
  const [left, right] = [constant(node.left), constant(node.right)];
  if (left === undefined || right === undefined) return undefined;
  if (isBudget(right) && left >= 1) return right;
  return isBudget(left) && right >= 1 ? left : undefined;
};

const BURN_WORDS = /burn|slo\b|slo[A-Z_-]|error_?budget/i;

const isNamedBurn = ({ rule }: QueriedAlert): boolean =>
  BURN_WORDS.test(rule.name.text) ||
  rule.labels.some(({ name }) => /^slo|objective/.test(name.text));

const RECORDED_WINDOW = /(?:rate|ratio|window|burn|_|:)(\d+(?:ms|[smhdw]))$/;
const RECORDED_RATIO = /error|fail|burn|slo|sli|ratio/i;

/** The window in the name of a recorded ratio, `job:errors:ratio_rate5m`. */
const recordedWindow = (selector: VectorSelector): number | undefined => {
  const name = metricOf(selector);
  const [, window] = RECORDED_WINDOW.exec(name) ?? [];
  return window === undefined || !name.includes(":") || !RECORDED_RATIO.test(name)
    ? undefined
    : parseDuration(window);
};

type Read = { readonly windowMs: number; readonly of: string };

const readRatio = (alert: QueriedAlert, threshold: Threshold): Read | undefined => {
  const ratio = failureRatios(alert.query).find((each) => each.threshold.node === threshold.node);
  if (ratio !== undefined) {
    const names = ratio.whole.map(metricOf).sort();
    return { windowMs: ratio.windowMs, of: [...new Set(names)].join() };
  }
  const [selector, ...more] = selectorsOf(threshold.value);
  if (selector === undefined || more.length > 0 || windowsOf(threshold.value).length > 0) {
    return undefined;
  }
  const windowMs = recordedWindow(selector);
  const of = metricOf(selector).replace(RECORDED_WINDOW, "");
  return windowMs === undefined ? undefined : { windowMs, of };
};

const UPWARDS: ReadonlySet<string> = new Set([">", ">="]);

/** The comparisons of an alert that say that an objective's budget is spent too fast. */
export const burnConditions = (alert: QueriedAlert): readonly BurnCondition[] => {
  const analysis = alert.query.values();
  const constant = (part: Expr) => constantOf(factsIn(analysis, part));
  return thresholdsIn(analysis).flatMap((threshold) => {
    const ratio = constantOf(threshold.thresholdFacts);
    if (ratio === undefined || !UPWARDS.has(threshold.operator) || threshold.negated) return [];
    const budget = budgetIn(threshold.threshold, constant);
    if (budget === undefined && !(isNamedBurn(alert) && ratio > 0 && ratio < 1)) return [];
    const read = readRatio(alert, threshold);
    return read === undefined ? [] : [{ threshold, ratio, budget, ...read }];
  });
};
