import { factsOf } from "../../../promql/metrics/metrics.ts";
import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { selectorsOf, withoutParens } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import { historyOf } from "../../../promql/values/witness/history.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { countsFailures, failureRatios, growthCalls } from "./failure-ratio.ts";
import { type QueriedAlert, queriedAlerts, shownBy } from "./query-verdicts.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { counterValues, storyOfQuery } from "./story-of-query.ts";

type Born = { readonly selector: VectorSelector; readonly declared: boolean };

/** A counter that does not exist before its first event: declared so, or a count of failures by its own name. */
const bornLate = (selector: VectorSelector, { metrics }: Examined): Born | undefined => {
  const name = metricOf(selector);
  const facts = factsOf(metrics, name)?.facts;
  if (facts !== undefined) return facts.bornOnFirstUse ? { selector, declared: true } : undefined;
  const byName = name.endsWith("_total") && countsFailures({ ...selector, matchers: [] });
  return byName ? { selector, declared: false } : undefined;
};

/** Growth since a moment before the series existed counts from its first sample on. */
const FIRST_EVENTS = 300;

/** The series begins with all its events, and never counts another one. */
const counterexample = (
  examined: Examined,
  alert: QueriedAlert,
  { selector }: Born,
): Counterexample | undefined => {
  const history = historyOf(alert.query.values().order, alert.rule.for?.ms ?? 0);
  if (history === undefined) return undefined;
  const { intervalMs, steps } = history;
  const rest = Math.ceil((alert.rule.for?.ms ?? 0) / intervalMs) + 2;
  const name = metricOf(selector);
  const born = `_x${steps} ${FIRST_EVENTS}x${rest}`;
  const growing = counterValues([[steps + rest, 2 * FIRST_EVENTS]]);
  const times = { intervalMs, evalTimeMs: (steps + rest) * intervalMs };
  const story = storyOfQuery(alert.query, times, (each) =>
    metricOf(each) === name ? born : growing,
  );
  return story && storyCounterexample(examined, alert, { story, claim: "silent" });
};

/** A count of events of which already the first should give an alert. */
const eventSelectors = ({ query }: QueriedAlert): readonly VectorSelector[] =>
  thresholdsIn(query.values()).flatMap(({ operator, thresholdFacts, value, negated }) => {
    const constant = constantOf(thresholdFacts);
    const first = operator === ">" && constant !== undefined && constant >= 0 && constant < 1;
    const node = withoutParens(value);
    return first && !negated && node.kind !== "binary"
      ? growthCalls(value).flatMap(selectorsOf)
      : [];
  });

const ratioSelectors = ({ query }: QueriedAlert): readonly VectorSelector[] =>
  failureRatios(query).flatMap(({ division }) => selectorsOf(division.left));

const hasFallback = ({ query }: QueriedAlert): boolean =>
  query.values().order.some((part) => part.kind === "binary" && part.operator === "or");

const ofAlert = function* (examined: Examined, alert: QueriedAlert): Iterable<Discovery> {
  if (hasFallback(alert)) return;
  const selectors = [...ratioSelectors(alert), ...eventSelectors(alert)];
  const [born] = selectors.flatMap((selector) => bornLate(selector, examined) ?? []);
  if (born === undefined) return;
  const shown = counterexample(examined, alert, born);
  if (shown === undefined) return;
  const name = metricOf(born.selector);
  const why = born.declared
    ? `${name} does not exist before its first event`
    : `if ${name} does not exist before the first failure, as is usual`;
  yield {
    place: alert.placeOf(born.selector.span),
    subject: alert.rule.name.text,
    severity: born.declared ? "warning" : "info",
    message: `${why}${born.declared ? ": what" : ", what"} it counts when it appears is no growth, and the first failures go unnoticed`,
    help: `have the program export the series with 0 from its start, and ${born.declared ? "say so in its declaration" : `declare ${name} in the settings`}`,
    ...shownBy(shown),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of queriedAlerts(examined)) yield* ofAlert(examined, alert);
};

export const counterBirth: Check = {
  name: "counter-birth",
  severity: "warning",
  title: "A counter that is born with its first event, which therefore is not seen as growth",
  find,
};
