import { factsIn } from "../../../promql/values/evaluate.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import { historyOf } from "../../../promql/values/witness/history.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { countsFailures, type FailureRatio, failureRatios } from "./failure-ratio.ts";
import { isPaging, type QueriedAlert, queriedAlerts, shownBy, textOf } from "./query-verdicts.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { metricNamesIn } from "./selector-names.ts";
import { counterValues, storyOfQuery } from "./story-of-query.ts";

const UPWARDS: ReadonlySet<string> = new Set([">", ">="]);

/** Another condition wants some traffic, or some failures. */
const hasFloor = ({ query }: QueriedAlert, ratio: FailureRatio): boolean => {
  const names = new Set(metricNamesIn(ratio.division));
  return thresholdsIn(query.values()).some(({ node, operator, value, thresholdFacts, negated }) => {
    if (node === ratio.threshold.node) return false;
    const ofMetric = metricNamesIn(value).some((name) => names.has(name));
    const isRatio = factsIn(query.values(), value).dimension?.quantity === "ratio";
    const constant = constantOf(thresholdFacts);
    return ofMetric && !isRatio && !divides(value) && constant !== undefined && !negated
      ? UPWARDS.has(operator)
      : negated && ofMetric && !divides(value);
  });
};

const divides = (value: Parameters<typeof metricNamesIn>[0]): boolean =>
  value.kind === "binary" && value.operator === "/" && metricNamesIn(value.right).length > 0;

/** One request in all, and it fails. */
const counterexample = (
  examined: Examined,
  alert: QueriedAlert,
  { whole, windowMs, division }: FailureRatio,
): Counterexample | undefined => {
  const history = historyOf(alert.query.values().order, alert.rule.for?.ms ?? 0);
  if (history === undefined) return undefined;
  const { intervalMs } = history;
  const before = Math.ceil(windowMs / intervalMs) + 1;
  const held = Math.ceil((alert.rule.for?.ms ?? 0) / intervalMs);
  const names = new Set(whole.map(metricOf));
  const one = counterValues([
    [before, 0],
    [1, 1],
    [held + 1, 0],
  ]);
  const none = counterValues([[before + held + 2, 0]]);
  const times = { intervalMs, evalTimeMs: (before + held) * intervalMs };
  const story = storyOfQuery(alert.query, times, (selector) => {
    const counted = countsFailures(selector) || names.has(metricOf(selector));
    return counted ? one : none;
  });
  if (story === undefined || division.operator !== "/") return undefined;
  return storyCounterexample(examined, alert, { story, claim: "fires" });
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of queriedAlerts(examined)) {
    const floorless = failureRatios(alert.query).find((ratio) => !hasFloor(alert, ratio));
    if (floorless === undefined) continue;
    const { division, threshold } = floorless;
    const shown = counterexample(examined, alert, floorless);
    if (shown === undefined) continue;
    yield {
      place: alert.placeOf(threshold.node.operatorSpan),
      subject: alert.rule.name.text,
      severity: isPaging(alert) ? "warning" : "info",
      message: `a single request that fails when there is no other is a ratio of 1: ${isPaging(alert) ? "at night this wakes somebody" : "it fires when hardly anything goes on"}`,
      help: `ask for some traffic too: \`and ${textOf(alert.query, division.right.span)} > …\`, the least at which the ratio means something`,
      ...shownBy(shown),
    };
  }
};

export const trafficFloorMissing: Check = {
  name: "traffic-floor-missing",
  severity: "warning",
  title: "A ratio of failures that a single request can push over its threshold",
  find,
};
