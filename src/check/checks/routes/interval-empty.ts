import type { NamedTimeInterval } from "../../../alertmanager/config/config.ts";
import { isWithin } from "../../../alertmanager/time-interval/contains-instant.ts";
import { nextChange } from "../../../alertmanager/time-interval/next-change.ts";
import type { TimeInterval } from "../../../alertmanager/time-interval/time-interval.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { elementPlaces, usesOf } from "./interval-use.ts";
import { activityNamed, momentsIn, startOfDay } from "./notifying-times.ts";
import { listText } from "./route-text.ts";
import { deliveryExample } from "./timer-use.ts";

const isOver = ({ years }: TimeInterval, today: string): boolean =>
  years.length > 0 && years.every(({ to }) => to < Number(today.slice(0, 4)));

const whole = (
  routing: Routing,
  { name, intervals }: NamedTimeInterval,
  today: string,
): Discovery => {
  const silenced = usesOf(routing, name.text).filter(
    ({ kind, route }) => kind === "active" && route.activeTimeIntervals.length === 1,
  );
  const silencedRoute = silenced[0]?.route;
  const past = intervals.length > 0 && intervals.every((interval) => isOver(interval, today));
  const receivers = silenced.map(({ route }) => `"${route.receiver}"`);
  return {
    place: name.placeAt(0),
    subject: name.text,
    severity: silenced.length > 0 ? "error" : "warning",
    message: `the time interval "${name.text}" ${past ? "lies in the past" : "has no moment in it"}${silenced.length > 0 ? `: ${listText(receivers)} is never told anything by the route that is active in it only` : ""}`,
    ...(silencedRoute === undefined
      ? {}
      : deliveryExample(routing, silencedRoute, momentsIn(routing, today)[0])),
    help: past
      ? "set other years, or remove it from the routes"
      : "all fields of one element must fit at once; write alternatives as further elements of `time_intervals`",
  };
};

/** One of several elements that can never be. */
const elements = function* (
  routing: Routing,
  named: NamedTimeInterval,
  today: string,
): Iterable<Discovery> {
  const places = elementPlaces(routing, named);
  const from = startOfDay(today);
  for (const [index, interval] of named.intervals.entries()) {
    const place = places[index];
    const isEmpty = !isWithin([interval], from) && nextChange([interval], from) === undefined;
    if (place === undefined || !isEmpty || isOver(interval, today)) continue;
    yield {
      place,
      subject: named.name.text,
      message: `this part of the time interval "${named.name.text}" has no moment in it`,
      help: "all its fields must fit at once; write alternatives as elements of their own",
    };
  }
};

const find = function* ({ routings, today }: Examined): Iterable<Discovery> {
  for (const routing of routings) {
    for (const named of routing.config.timeIntervals) {
      if (activityNamed(routing, named.name.text, today) === "never") {
        yield whole(routing, named, today);
      } else {
        yield* elements(routing, named, today);
      }
    }
  }
};

export const intervalEmpty: Check = {
  name: "interval-empty",
  severity: "warning",
  title: "A time interval that never comes",
  find,
};
