import { formatDuration } from "../../../lib/duration.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { type BurnCondition, burnConditions } from "./burn-condition.ts";
import { countsFailures, failureRatios, windowsOf } from "./failure-ratio.ts";
import { type QueriedAlert, queriedAlerts, shownBy } from "./query-verdicts.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { counterValues, type Stretch, storyOfQuery } from "./story-of-query.ts";

const MINUTE_MS = 60_000;
const SHORTEST_LONG_WINDOW_MS = 30 * MINUTE_MS;
/** Longer windows would make a story of thousands of samples. */
const LONGEST_SHOWN_MS = 360 * MINUTE_MS;
const OUTAGE_MINUTES = 10;
const REQUESTS = 60;

/** Ten minutes in which everything fails, and then health, for most of what is left of the window. */
const counterexample = (
  examined: Examined,
  alert: QueriedAlert,
  { windowMs }: BurnCondition,
): Counterexample | undefined => {
  const window = windowMs / MINUTE_MS;
  if (windowMs > LONGEST_SHOWN_MS) return undefined;
  const after = Math.floor((window - OUTAGE_MINUTES) * 0.8);
  const [ratio] = failureRatios(alert.query);
  const whole = new Set(ratio?.whole.map(metricOf));
  const grow = (outage: number, else_: number): string => {
    const stretches: readonly Stretch[] = [
      [window + 1, else_],
      [OUTAGE_MINUTES, outage],
      [after + 1, else_],
    ];
    return counterValues(stretches);
  };
  const evalTimeMs = (window + OUTAGE_MINUTES + after) * MINUTE_MS;
  const story = storyOfQuery(alert.query, { intervalMs: MINUTE_MS, evalTimeMs }, (selector) => {
    if (countsFailures(selector)) return grow(REQUESTS, 0);
    return whole.has(metricOf(selector)) ? grow(REQUESTS, REQUESTS) : grow(0, REQUESTS);
  });
  return story && storyCounterexample(examined, alert, { story, claim: "fires" });
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of queriedAlerts(examined)) {
    const conditions = burnConditions(alert);
    const [condition] = conditions;
    if (condition === undefined || condition.windowMs < SHORTEST_LONG_WINDOW_MS) continue;
    const windows = [...conditions.map(({ windowMs }) => windowMs), ...windowsOf(alert.query.expr)];
    if (windows.some((windowMs) => windowMs < condition.windowMs)) continue;
    const window = formatDuration(condition.windowMs);
    const short = formatDuration(condition.windowMs / 12);
    yield {
      place: alert.placeOf(condition.threshold.node.operatorSpan),
      subject: alert.rule.name.text,
      message: `only one window, ${window}: an outage of ${OUTAGE_MINUTES} minutes stays in it, and the alert goes on firing for most of ${window} after everything is well again`,
      help: `ask for the same over a short window as well: \`and\` the ratio over ${short} above the same threshold`,
      ...shownBy(counterexample(examined, alert, condition)),
    };
  }
};

export const burnRateSingleWindow: Check = {
  name: "burn-rate-single-window",
  severity: "warning",
  title: "A burn-rate alert over one long window, which fires long after an outage is over",
  find,
};
