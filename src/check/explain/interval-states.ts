import type { Route } from "../../alertmanager/routing/route.ts";
import { isWithin } from "../../alertmanager/time-interval/contains-instant.ts";
import { nextChange } from "../../alertmanager/time-interval/next-change.ts";
import type { Instant } from "../../lib/clock.ts";
import type { Routing } from "../examined.ts";
import type { DeliveryExplanation, IntervalExplanation } from "./explanation.ts";
import { isoText } from "./moment-text.ts";

/** Every time interval of the route as it stands at the moment. They are not inherited. */
export const intervalStates = (
  { config }: Routing,
  { muteTimeIntervals, activeTimeIntervals }: Route,
  at: Instant,
): IntervalExplanation[] => {
  const stateOf = (name: string, kind: IntervalExplanation["kind"]): IntervalExplanation => {
    const named = config.timeIntervals.filter((interval) => interval.name.text === name);
    const intervals = named.flatMap((interval) => interval.intervals);
    const until = nextChange(intervals, at);
    return {
      name,
      kind,
      within: isWithin(intervals, at),
      until: until === undefined ? null : isoText(until),
    };
  };
  return [
    ...muteTimeIntervals.map((name) => stateOf(name, "mute")),
    ...activeTimeIntervals.map((name) => stateOf(name, "active")),
  ];
};

/** Within no mute time and, where there are active times, within one of them. */
export const notifyingState = (
  intervals: readonly IntervalExplanation[],
): DeliveryExplanation["state"] => {
  const of = (kind: IntervalExplanation["kind"]) => intervals.filter((one) => one.kind === kind);
  if (of("mute").some(({ within }) => within)) return "muted";
  const active = of("active");
  return active.length === 0 || active.some(({ within }) => within) ? "notifies" : "inactive";
};
