import { labelVerdict } from "../../../promql/labels/label-verdict.ts";
import { KNOWN_METRICS } from "../../../promql/metrics/known-metrics.ts";
import { factsOf } from "../../../promql/metrics/metrics.ts";
import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { firedLabels, type Line, line, seriesExample, settingOf } from "./firing-case.ts";
import { dimensionFor, exceedingOf, valueOfRates } from "./per-series.ts";
import { dividedByItself, partOfItself } from "./self-division.ts";
import { type Found, isOfFailures, type SeriesRatio, seriesRatio } from "./series-ratio.ts";
import { isNeeded } from "./silence.ts";

/** A label that series of one side are declared to have and those of the other are not. */
type Difference = {
  readonly label: string;
  readonly has: VectorSelector;
  readonly lacks: VectorSelector;
};

const differenceBetween = (
  a: VectorSelector,
  b: VectorSelector,
  { examined, query }: Found,
): Difference | undefined => {
  const [of, other] = [factsOf(examined.metrics, a.metric), factsOf(examined.metrics, b.metric)];
  if (of === undefined || other === undefined) return undefined;
  const carried = new Set([...other.facts.labels, ...other.facts.optionalLabels]);
  const label = of.facts.labels.find(
    (name) =>
      !carried.has(name) &&
      labelVerdict(query.labelsOf(a), name).presence === "always" &&
      b.matchers.every((matcher) => matcher.name !== name),
  );
  return label === undefined ? undefined : { label, has: a, lacks: b };
};

const differenceIn = ({ node, left, right }: SeriesRatio, found: Found): Difference | undefined => {
  const ignored = node.matching.labels;
  for (const a of left) {
    for (const b of right) {
      const difference = differenceBetween(a, b, found) ?? differenceBetween(b, a, found);
      if (difference !== undefined && !ignored.includes(difference.label)) return difference;
    }
  }
  return undefined;
};

/** Everything fails, and the alert is silent: the sides do not match. */
const unmatchedExample = (
  { label, has }: Difference,
  { left }: SeriesRatio,
  { alert, query }: Found,
): Counterexample | undefined => {
  const setting = settingOf(alert, query);
  if (setting === undefined) return undefined;
  const ofSide = (selector: VectorSelector) => left.includes(selector) === left.includes(has);
  const series = [...setting.labels].map(([selector, labels]) => {
    const given = ofSide(selector) && selector.metric === has.metric;
    const all = given ? new Map([...labels, [label, "example"]]) : labels;
    return line(selector.metric, all, `0+60x${setting.history.steps}`);
  });
  return seriesExample(alert, setting.history, { series, firing: [] });
};

/** Requests of each metric per step: of a busy endpoint where nothing fails, and of rare ones where all does. */
const BUSY = { failed: 0, all: 600 };
const RARE = { failed: 1, all: 1 };

const countOf = (selector: VectorSelector, counts: typeof BUSY): number =>
  isOfFailures(selector) ? counts.failed : counts.all;

const valuesOf = (step: number, steps: number): string =>
  step === 0 ? `0x${steps}` : `0+${step}x${steps}`;

/** Two rare endpoints with one failed request, and a busy one with none: two alerts. */
const rareExample = ({ node, left, right }: SeriesRatio, found: Found) => {
  const { alert, query, examined } = found;
  const exceeding = exceedingOf(query.expr);
  const setting = settingOf(alert, query);
  if (exceeding === undefined || setting === undefined) return undefined;
  const selectors = [...setting.labels.keys()];
  const isWhole = selectors.length === left.length + right.length;
  const declared = factsOf(examined.metrics, left[0]?.metric ?? "")?.facts.labels ?? [];
  const dimension = dimensionFor(selectors, declared);
  const seconds = setting.history.intervalMs / 1000;
  const measured = (counts: typeof BUSY) =>
    valueOfRates(exceeding.measure, (selector) => countOf(selector, counts) / seconds) ??
    Number.NaN;
  const isShown =
    measured(RARE) > exceeding.threshold * 1.01 && measured(BUSY) < exceeding.threshold;
  if (!isWhole || dimension === undefined || !isShown || node.matching.span !== undefined) return;
  const { history } = setting;
  const lines = (name: string, counts: typeof BUSY) =>
    [...setting.labels].map(([selector, labels]) =>
      line(
        selector.metric,
        new Map([...labels, [dimension, name]]),
        valuesOf(countOf(selector, counts), history.steps),
      ),
    );
  const firing = ["rare", "seldom"].map((name) =>
    firedLabels(
      alert,
      query,
      new Map(
        selectors.map((selector) => [
          selector,
          new Map([...(setting.labels.get(selector) ?? []), [dimension, name]]),
        ]),
      ),
    ),
  );
  const known = firing.filter((labels) => labels !== undefined);
  const series = [...lines("busy", BUSY), ...lines("rare", RARE), ...lines("seldom", RARE)];
  if (known.length < firing.length || isContradictory(series)) return undefined;
  return seriesExample(alert, history, { series, firing: known });
};

/** Whether two selectors would want the same series to have different values. */
const isContradictory = (lines: readonly Line[]): boolean => {
  const values = new Map<string, string>();
  return lines.some(({ series, values: own }) => {
    const before = values.get(series) ?? own;
    values.set(series, own);
    return before !== own;
  });
};

const HELP =
  "divide sums: sum by (job) (rate(…)) / sum by (job) (rate(…)), and ask for a minimum of traffic";

const unmatched = (difference: Difference, ratio: SeriesRatio, found: Found): Discovery => {
  const { label, has, lacks } = difference;
  const { alert, query } = found;
  const isSilent = isNeeded(query, ratio.node);
  const counterexample = isSilent ? unmatchedExample(difference, ratio, found) : undefined;
  return {
    place: alert.placeOf(ratio.node.operatorSpan),
    subject: alert.rule.name.text,
    severity: "error",
    message: `this division matches nothing: ${has.metric} has the label ${label} and ${lacks.metric} has not, as they are declared\n${isSilent ? "the alert stays silent when every request fails" : "this part of the alert never comes true"}`,
    help: HELP,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

/** Series of well-known exporters are of devices and receivers, each of which may well have a ratio of its own. */
const discovery = (ratio: SeriesRatio, found: Found): Discovery | undefined => {
  const part = partOfItself(ratio);
  if (part !== undefined) return dividedByItself(part, ratio, found);
  const difference = differenceIn(ratio, found);
  if (difference !== undefined) return unmatched(difference, ratio, found);
  if (ratio.right.every(({ metric }) => KNOWN_METRICS.has(metric))) return undefined;
  const { alert } = found;
  const counterexample = rareExample(ratio, found);
  return {
    place: alert.placeOf(ratio.node.operatorSpan),
    subject: alert.rule.name.text,
    message:
      "this is a ratio of each series by itself, not of the service: one failed request of an endpoint that has hardly any is 100 %, and fires the alert\nan alert comes for each such series, and none at all when one side has a label that the other has not",
    help: HELP,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of examined.alerts) {
    const { query } = alert;
    if (query === undefined || !query.text.includes("/")) continue;
    const dead = new Set(
      query
        .labels()
        .matchings.filter(({ possible }) => !possible)
        .map(({ node }) => node),
    );
    for (const part of query.values().order) {
      const ratio = part.kind === "binary" && !dead.has(part) ? seriesRatio(part) : undefined;
      const found = ratio && discovery(ratio, { alert, query, examined });
      if (found !== undefined) yield found;
    }
  }
};

export const ratioPerSeries: Check = {
  name: "ratio-per-series",
  severity: "warning",
  title: "A ratio of each series by itself, where that of the service is meant",
  find,
};
