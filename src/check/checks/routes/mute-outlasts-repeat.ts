import type { Route } from "../../../alertmanager/routing/route.ts";
import { isWithin } from "../../../alertmanager/time-interval/contains-instant.ts";
import type { IntervalsByName } from "../../../alertmanager/time-interval/moments.ts";
import { changesOf } from "../../../alertmanager/time-interval/next-change.ts";
import type { Instant } from "../../../lib/clock.ts";
import { formatDuration } from "../../../lib/duration.ts";
import type { Place } from "../../../lib/source.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { usesOf } from "./interval-use.ts";
import {
  activityNamed,
  hasTimes,
  intervalsByName,
  notifiesAt,
  startOfDay,
} from "./notifying-times.ts";
import { receiverNamed, receiverWaking } from "./pagers.ts";

const WEEK_MS = 7 * 24 * 3_600_000;
/** Long enough for every weekday and every end of a month. */
const LOOKED_AT_MS = 9 * WEEK_MS;
const MOST_CHANGES = 5_000;

const namesOf = ({ muteTimeIntervals, activeTimeIntervals }: Route): readonly string[] => [
  ...muteTimeIntervals,
  ...activeTimeIntervals,
];

/** The longest stretch within nine weeks in which the route does not notify, in milliseconds. */
const longestMuteMs = (route: Route, named: IntervalsByName, from: Instant): number => {
  const until = from + LOOKED_AT_MS;
  const window = { from, until, limit: MOST_CHANGES };
  const own = namesOf(route).map((name) => ({ name, intervals: named.get(name) ?? [] }));
  const changes = own.flatMap(({ intervals }) =>
    intervals.flatMap((interval) => changesOf(interval, window)),
  );
  let longest = 0;
  let mutedFrom: Instant | undefined;
  for (const at of [from, ...[...new Set(changes)].sort((a, b) => a - b), until]) {
    const active = own.filter(({ intervals }) => isWithin(intervals, at)).map(({ name }) => name);
    const isMuted = !notifiesAt(route, { at, active });
    if (mutedFrom !== undefined && (!isMuted || at === until)) {
      longest = Math.max(longest, at - mutedFrom);
      mutedFrom = undefined;
    }
    if (isMuted) mutedFrom ??= at;
  }
  return longest;
};

const placeOf = (routing: Routing, route: Route): Place => {
  const [name = ""] = namesOf(route);
  const use = usesOf(routing, name).find((one) => one.route === route);
  return use === undefined ? routing.writtenOf(route).place : use.name.placeAt(0);
};

const discovery = (
  { settings }: Examined,
  { routing, route }: { readonly routing: Routing; readonly route: Route },
  longest: number,
): Discovery | undefined => {
  const receiver = receiverNamed(routing, route.receiver);
  if (receiver === undefined || !receiver.integrations.some(({ sendResolved }) => sendResolved)) {
    return undefined;
  }
  const wakes = receiverWaking(receiver, settings) === "wakes";
  return {
    place: placeOf(routing, route),
    subject: route.receiver,
    severity: wakes ? "warning" : "info",
    message: `"${route.receiver}" is told nothing for up to ${formatDuration(longest)} at a stretch, longer than repeat_interval, ${formatDuration(route.repeatIntervalMs)}: what it was told before and ends meanwhile is never told as resolved\n${wakes ? "the incident stays open at the pager, and what comes next may be taken for part of it" : "what was told stays as it is until somebody looks"}`,
    help: "let the receiver hold messages back at those times instead, or close what is old at its side",
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const from = startOfDay(examined.today);
  for (const routing of examined.routings) {
    const known = new Map<string, number>();
    for (const route of routing.routes) {
      const isOdd = namesOf(route).some(
        (name) => activityNamed(routing, name, examined.today) !== "sometimes",
      );
      if (!hasTimes(route) || isOdd) continue;
      const key = JSON.stringify([route.muteTimeIntervals, route.activeTimeIntervals]);
      const longest = known.get(key) ?? longestMuteMs(route, intervalsByName(routing), from);
      known.set(key, longest);
      if (longest <= route.repeatIntervalMs) continue;
      const found = discovery(examined, { routing, route }, longest);
      if (found !== undefined) yield found;
    }
  }
};

export const muteOutlastsRepeat: Check = {
  name: "mute-outlasts-repeat",
  severity: "warning",
  title: "What ends while a route is muted is never told as resolved",
  find,
};
