import { formatDuration } from "../../../lib/duration.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { number } from "../../../promql/values/verdicts/verdict.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { type BurnCondition, burnConditions } from "./burn-condition.ts";
import { countsFailures, failureRatios } from "./failure-ratio.ts";
import { type QueriedAlert, queriedAlerts, shownBy } from "./query-verdicts.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { counterValues, storyOfQuery } from "./story-of-query.ts";

const MINUTE_MS = 60_000;
/** Google's SRE Workbook watches a month's budget over 6 hours to 3 days as well, and not only over one hour. */
const SLOW_WINDOW_MS = 360 * MINUTE_MS;
const LONGEST_SHOWN_MS = 180 * MINUTE_MS;
const BUDGET_DAYS = 30;
const REQUESTS = 100_000;

type Burn = { readonly alert: QueriedAlert; readonly condition: BurnCondition };

/** A steady burn a little below the threshold, for longer than all windows. */
const counterexample = (
  examined: Examined,
  { alert, condition }: Burn,
  failures: number,
): Counterexample | undefined => {
  if (condition.windowMs > LONGEST_SHOWN_MS) return undefined;
  const forMs = alert.rule.for?.ms ?? 0;
  const steps = Math.ceil((2 * condition.windowMs + forMs) / MINUTE_MS);
  const whole = new Set(failureRatios(alert.query).flatMap((each) => each.whole.map(metricOf)));
  const times = { intervalMs: MINUTE_MS, evalTimeMs: steps * MINUTE_MS };
  const story = storyOfQuery(alert.query, times, (selector) => {
    if (countsFailures(selector)) return counterValues([[steps + 1, failures]]);
    const isWhole = whole.has(metricOf(selector));
    return counterValues([[steps + 1, isWhole ? REQUESTS : REQUESTS - failures]]);
  });
  return story && storyCounterexample(examined, alert, { story, claim: "silent" });
};

const discovery = (examined: Examined, burn: Burn, budget: number): Discovery | undefined => {
  const { alert, condition } = burn;
  const rate = Math.floor((condition.ratio / budget) * 0.7);
  if (rate < 2) return undefined;
  const days = number(Math.round((BUDGET_DAYS / rate) * 10) / 10);
  return {
    place: alert.placeOf(condition.threshold.node.operatorSpan),
    subject: alert.rule.name.text,
    message: `nothing watches this objective over more than ${formatDuration(condition.windowMs)}: at ${rate} times what it allows, the budget of a month is gone in ${days} days and no alert fires`,
    help: "add alerts for slower burns, such as 6 times over 6h and once over 3d, each with a short window",
    ...shownBy(counterexample(examined, burn, Math.round(REQUESTS * rate * budget))),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const burns = queriedAlerts(examined).flatMap((alert) =>
    burnConditions(alert).map((condition): Burn => ({ alert, condition })),
  );
  const byObjective = Map.groupBy(
    burns,
    ({ alert, condition }) =>
      `${condition.of} ${alert.rule.labels.find(({ name }) => name.text === "slo")?.value.text}`,
  );
  for (const group of byObjective.values()) {
    if (group.some(({ condition }) => condition.windowMs >= SLOW_WINDOW_MS)) continue;
    const slowest = group.reduce((a, b) => (b.condition.ratio < a.condition.ratio ? b : a));
    const { budget } = slowest.condition;
    const found = budget === undefined ? undefined : discovery(examined, slowest, budget);
    if (found !== undefined) yield found;
  }
};

export const objectiveIncomplete: Check = {
  name: "objective-incomplete",
  severity: "warning",
  title: "An objective whose fast burn is watched and whose slow burn is not",
  find,
};
