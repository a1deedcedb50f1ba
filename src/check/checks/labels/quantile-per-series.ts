import { factsOf } from "../../../promql/metrics/metrics.ts";
import type { Call, VectorSelector } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import { firedLabels, line, seriesExample, settingOf } from "./firing-case.ts";
import { dimensionFor, exceedingOf, ratedSelector } from "./per-series.ts";

/** `histogram_quantile(φ, rate(x_bucket[5m]))`, with nothing between. */
type SeriesQuantile = { readonly call: Call; readonly selector: VectorSelector };

const seriesQuantile = (call: Call): SeriesQuantile | undefined => {
  if (call.function !== "histogram_quantile") return undefined;
  const [, argument] = call.arguments;
  const inner = argument && withoutParens(argument);
  const selector = inner?.kind === "call" ? ratedSelector(inner) : undefined;
  return selector?.metric.endsWith("_bucket") ? { call, selector } : undefined;
};

/** The labels that the histogram is declared with besides `le`; undefined where nothing is declared. */
const declaredLabels = (
  { metric }: VectorSelector,
  { metrics }: Examined,
): readonly string[] | undefined => {
  const found = factsOf(metrics, metric);
  return found && [...found.facts.labels, ...found.facts.optionalLabels];
};

const text = (value: number): string => String(Number(value.toPrecision(12)));

/** Bounds of buckets, and the first of them that a slow request falls into; `+Inf` is not among them. */
type Bounds = { readonly bounds: readonly number[]; readonly slow: number };

const boundsFor = (threshold: number, declared: readonly number[] | undefined): Bounds => {
  const bounds = declared ?? [threshold, threshold * 2];
  const slow = declared === undefined ? 1 : bounds.length;
  return { bounds, slow };
};

/**
 * Two series of the histogram: one with nearly all requests, every one fast, and one with a few, every one slow. The
 * alert fires for the second.
 */
const exampleOf = (
  { call, selector }: SeriesQuantile,
  { alert, query, examined }: Found,
): Counterexample | undefined => {
  const exceeding = exceedingOf(query.expr);
  const setting = settingOf(alert, query);
  const labels = setting?.labels.get(selector);
  const dimension = dimensionFor([selector], declaredLabels(selector, examined) ?? []);
  const quantile = quantileOf(call, query);
  if (exceeding?.measure !== call || setting === undefined || labels === undefined) return;
  if (dimension === undefined || quantile === undefined || !(exceeding.threshold > 0)) return;
  const { bounds, slow } = boundsFor(
    exceeding.threshold,
    factsOf(examined.metrics, selector.metric)?.facts.buckets,
  );
  const top = bounds.at(-1) ?? 0;
  const fastest = bounds[0] ?? 0;
  if (top <= exceeding.threshold || fastest > exceeding.threshold) return undefined;
  const { steps } = setting.history;
  const rare = new Map([...labels, [dimension, "rare"]]);
  const busy = new Map([...labels, [dimension, "busy"]]);
  const bucket = (of: ReadonlyMap<string, string>, le: string, perStep: number) =>
    line(selector.metric, new Map([...of, ["le", le]]), `0+${perStep}x${steps}`);
  const firing = firedLabels(alert, query, new Map([[selector, rare]]));
  if (firing === undefined) return undefined;
  return seriesExample(alert, setting.history, {
    series: [
      ...bounds.map((bound) => bucket(busy, text(bound), 600)),
      bucket(busy, "+Inf", 600),
      ...bounds.map((bound, index) => bucket(rare, text(bound), index < slow ? 0 : 1)),
      bucket(rare, "+Inf", 1),
    ],
    firing: [firing],
  });
};

/** The quantile, where it is a number between 0 and 1. */
const quantileOf = ({ arguments: [first] }: Call, query: Query): number | undefined => {
  const value = first && constantOf(factsIn(query.values(), first));
  return value !== undefined && value > 0 && value < 1 ? value : undefined;
};

type Found = { readonly alert: ExaminedAlert; readonly query: Query; readonly examined: Examined };

const discovery = (quantile: SeriesQuantile, found: Found): Discovery => {
  const { call, selector } = quantile;
  const { alert, examined } = found;
  const counterexample = exampleOf(quantile, found);
  const of = declaredLabels(selector, examined);
  const each = of === undefined ? "each series" : `each combination of instance, ${of.join(", ")}`;
  const argument = alert.rule.expr.text.slice(
    call.arguments[1]?.span.from,
    call.arguments[1]?.span.to,
  );
  return {
    place: alert.placeOf(call.functionSpan),
    subject: alert.rule.name.text,
    message: `this is a quantile of ${each} by itself, not of the service: a few slow requests in a series that has hardly any fire the alert while nearly all are fast\nan alert comes for each of these series`,
    help: `add the buckets up first: histogram_quantile(…, sum by (le, job) (${argument}))`,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of examined.alerts) {
    const { query } = alert;
    if (query === undefined || !query.text.includes("histogram_quantile")) continue;
    for (const part of query.values().order) {
      const quantile = part.kind === "call" ? seriesQuantile(part) : undefined;
      if (quantile === undefined || declaredLabels(quantile.selector, examined)?.length === 0) {
        continue;
      }
      yield discovery(quantile, { alert, query, examined });
    }
  }
};

export const quantilePerSeries: Check = {
  name: "quantile-per-series",
  severity: "warning",
  title: "A quantile of each series by itself, where that of the service is meant",
  find,
};
