import type { Binary, Call, Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import type { Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import { firedLabels, line, seriesExample, settingOf } from "./firing-case.ts";
import { exceedingOf, ratedSelector } from "./per-series.ts";
import type { Found, SeriesRatio } from "./series-ratio.ts";

type Rated = { readonly call: Call; readonly selector: VectorSelector };

const rated = (expr: Expr): Rated | undefined => {
  const inner = withoutParens(expr);
  const selector = inner.kind === "call" ? ratedSelector(inner) : undefined;
  return inner.kind === "call" && selector !== undefined ? { call: inner, selector } : undefined;
};

const isWithin = (part: VectorSelector, whole: VectorSelector): boolean =>
  part.metric === whole.metric &&
  part.metric !== "" &&
  part.matchers.length > whole.matchers.length &&
  whole.matchers.every(({ name, operator, value }) =>
    part.matchers.some(
      (other) => other.name === name && other.operator === operator && other.value === value,
    ),
  );

const isSameRate = (a: Rated, b: Rated): boolean => {
  const [left] = a.call.arguments;
  const [right] = b.call.arguments;
  return (
    a.call.function === b.call.function &&
    left?.kind === "range" &&
    right?.kind === "range" &&
    left.rangeMs === right.rangeMs &&
    a.selector.offsetMs === b.selector.offsetMs &&
    a.selector.at === b.selector.at
  );
};

/** `rate(x{status="500"}[5m]) / rate(x[5m])`: each series meets itself on the other side. The selector of the part. */
export const partOfItself = ({ node }: { readonly node: Binary }): VectorSelector | undefined => {
  const [part, whole] = [rated(node.left), rated(node.right)];
  if (part === undefined || whole === undefined || node.matching.span !== undefined)
    return undefined;
  return isWithin(part.selector, whole.selector) && isSameRate(part, whole)
    ? part.selector
    : undefined;
};

/** One request that fails, seldom, while many of another status go well. */
const exampleOf = (
  part: VectorSelector,
  node: Binary,
  { alert, query }: Found,
): Counterexample | undefined => {
  const exceeding = exceedingOf(query.expr);
  const setting = settingOf(alert, query);
  const labels = setting?.labels.get(part);
  if (exceeding?.measure !== node || setting === undefined || labels === undefined)
    return undefined;
  if (exceeding.threshold >= 1) return undefined;
  const firing = firedLabels(
    alert,
    query,
    new Map([...setting.labels.keys()].map((selector) => [selector, labels])),
  );
  if (firing === undefined) return undefined;
  return seriesExample(alert, setting.history, {
    series: [line(part.metric, labels, `0+1x${setting.history.steps}`)],
    firing: [firing],
  });
};

export const dividedByItself = (
  part: VectorSelector,
  { node }: SeriesRatio,
  found: Found,
): Discovery => {
  const { alert } = found;
  const counterexample = exampleOf(part, node, found);
  const names = part.matchers.map(({ name }) => name).join(", ");
  return {
    place: alert.placeOf(node.operatorSpan),
    subject: alert.rule.name.text,
    severity: "error",
    message: `this ratio is always 1: each series of ${part.metric} is divided by itself, because both sides keep the labels that tell them apart (${names})\none such event is 100 %, however much goes well`,
    help: "divide sums: sum by (job) (rate(…)) / sum by (job) (rate(…))",
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};
