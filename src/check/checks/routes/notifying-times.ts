import type { Route } from "../../../alertmanager/routing/route.ts";
import { isWithin } from "../../../alertmanager/time-interval/contains-instant.ts";
import {
  type IntervalsByName,
  type Moment,
  momentsOf,
} from "../../../alertmanager/time-interval/moments.ts";
import { nextChange } from "../../../alertmanager/time-interval/next-change.ts";
import type { Instant } from "../../../lib/clock.ts";
import type { Routing } from "../../examined.ts";

/** The beginning of the day as of which things are looked at. */
export const startOfDay = (today: string): Instant => Date.parse(`${today}T00:00:00Z`);

/** RFC 3339, in whole seconds. */
export const momentText = (at: Instant): string =>
  new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** `03:00 on a Sunday (UTC)` */
export const momentWords = (at: Instant): string => {
  const date = new Date(at);
  return `${date.toISOString().slice(11, 16)} on a ${WEEKDAYS[date.getUTCDay()]} (UTC)`;
};

export const intervalsByName = ({ config }: Routing): IntervalsByName =>
  new Map(config.timeIntervals.map(({ name, intervals }) => [name.text, intervals]));

/** How often a named time interval is active in the 41 years from the day on. */
export type Activity = "always" | "never" | "sometimes";

type Times = {
  readonly moments: readonly Moment[];
  readonly activities: ReadonlyMap<string, Activity>;
};

const activityOf = (intervals: Parameters<typeof isWithin>[0], from: Instant): Activity => {
  if (nextChange(intervals, from) !== undefined) return "sometimes";
  return isWithin(intervals, from) ? "always" : "never";
};

const computed = new WeakMap<Routing, Times>();

const timesOf = (routing: Routing, today: string): Times => {
  const known = computed.get(routing);
  if (known !== undefined) return known;
  const from = startOfDay(today);
  const named = intervalsByName(routing);
  const used = new Set(
    routing.routes.flatMap(({ muteTimeIntervals, activeTimeIntervals }) => [
      ...muteTimeIntervals,
      ...activeTimeIntervals,
    ]),
  );
  const relevant = new Map([...named].filter(([name]) => used.has(name)));
  const times = {
    moments: momentsOf(relevant, from),
    activities: new Map(
      Array.from(named, ([name, intervals]) => [name, activityOf(intervals, from)]),
    ),
  };
  computed.set(routing, times);
  return times;
};

/** A moment for each combination of time intervals that routes name, three o'clock on a Sunday morning first. */
export const momentsIn = (routing: Routing, today: string): readonly Moment[] =>
  timesOf(routing, today).moments;

export const activityNamed = (routing: Routing, name: string, today: string): Activity =>
  timesOf(routing, today).activities.get(name) ?? "never";

export const hasTimes = ({ muteTimeIntervals, activeTimeIntervals }: Route): boolean =>
  muteTimeIntervals.length + activeTimeIntervals.length > 0;

/** Whether the route notifies at the moment: within one of its active times, if it has any, and in no mute time. */
export const notifiesAt = (
  { muteTimeIntervals, activeTimeIntervals }: Route,
  { active }: Moment,
): boolean =>
  (activeTimeIntervals.length === 0 || activeTimeIntervals.some((name) => active.includes(name))) &&
  !muteTimeIntervals.some((name) => active.includes(name));

/** Why it does not: `muted by night`, or `outside office-hours`. */
export const mutedWords = (route: Route, { active }: Moment): string => {
  const muting = route.muteTimeIntervals.filter((name) => active.includes(name));
  return muting.length > 0
    ? `muted by ${muting.join(" and ")}`
    : `outside ${route.activeTimeIntervals.join(" and ")}`;
};
