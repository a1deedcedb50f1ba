import type { Expr } from "../../../promql/syntax/expr.ts";
import { descendants, selectorsOf, withoutParens } from "../../../promql/syntax/walk.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { low } from "../../../promql/values/witness/course.ts";
import { historyOf } from "../../../promql/values/witness/history.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { type QueriedAlert, queriedAlerts, shownBy } from "./query-verdicts.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { storyOfQuery } from "./story-of-query.ts";

const SETS: ReadonlySet<string> = new Set(["and", "or", "unless"]);
const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", ">", "<", ">=", "<="]);
/** Functions that give something only under a condition of their own. */
const CONDITIONS: ReadonlySet<string> = new Set(["absent", "absent_over_time"]);

const isCondition = (part: Expr): boolean =>
  part.kind === "binary"
    ? SETS.has(part.operator) || (COMPARISONS.has(part.operator) && !part.bool)
    : part.kind === "call" && CONDITIONS.has(part.function);

/** Functions whose result is a number that is there whether or not anything is wrong. */
const MEASURES: ReadonlySet<string> = new Set([
  ...["rate", "irate", "increase", "delta", "deriv", "changes", "resets", "histogram_quantile"],
  ...["avg_over_time", "max_over_time", "min_over_time", "sum_over_time", "predict_linear"],
]);

const QUOTIENTS: ReadonlySet<string> = new Set(["/", "-"]);

const computes = (expr: Expr): boolean => {
  for (const part of descendants(expr)) {
    if (part.kind === "call" && MEASURES.has(part.function)) return true;
    if (part.kind === "binary" && QUOTIENTS.has(part.operator)) return true;
  }
  return false;
};

/** Computes a number, rather than selecting series that exist only when something is wrong. */
const isMeasure = (expr: Expr): boolean => {
  let node = withoutParens(expr);
  while (node.kind === "aggregation") {
    if (node.operator === "count" || node.operator === "group") return false;
    node = withoutParens(node.expr);
  }
  if (node.kind === "binary") return computes(node);
  return node.kind === "call" && MEASURES.has(node.function);
};

/** Series that exist only when something is so: alerts, recorded conditions, information. */
const mayBePresence = ({ query }: QueriedAlert, recorded: ReadonlySet<string>): boolean =>
  selectorsOf(query.expr).some((selector) => {
    const name = metricOf(selector);
    const { origin } = factsIn(query.values(), selector);
    return name === "" || name.startsWith("ALERTS") || recorded.has(name) || name.includes(":")
      ? true
      : origin?.facts?.type === "info";
  });

const counterexample = (examined: Examined, alert: QueriedAlert): Counterexample | undefined => {
  const analysis = alert.query.values();
  const history = historyOf(analysis.order, alert.rule.for?.ms ?? 0);
  if (history === undefined) return undefined;
  const { intervalMs, steps } = history;
  const times = { intervalMs, evalTimeMs: intervalMs * steps };
  const story = storyOfQuery(alert.query, times, (selector) => {
    const course = low(selector, factsIn(analysis, selector));
    return course.kind === "constant" ? `${course.value}x${steps}` : undefined;
  });
  return story && storyCounterexample(examined, alert, { story, claim: "fires" });
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const recorded = new Set(examined.recordings.map(({ rule }) => rule.name.text));
  for (const alert of queriedAlerts(examined)) {
    const { order } = alert.query.values();
    if (order.some(isCondition) || selectorsOf(alert.query.expr).length === 0) continue;
    if (mayBePresence(alert, recorded)) continue;
    const measure = isMeasure(alert.query.expr);
    yield {
      place: alert.placeOf(alert.query.expr.span),
      subject: alert.rule.name.text,
      severity: measure ? "error" : "warning",
      message: measure
        ? "there is no condition: the alert fires for every value, 0 among them, as long as there is one"
        : "there is no condition: the alert fires as long as the series exists, whatever its value",
      help: "compare with what is too much, or too little",
      ...shownBy(counterexample(examined, alert)),
    };
  }
};

export const noCondition: Check = {
  name: "no-condition",
  severity: "error",
  title: "An alert whose query has no condition",
  find,
};
