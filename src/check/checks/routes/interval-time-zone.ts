import type { TimeInterval } from "../../../alertmanager/time-interval/time-interval.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { elementPlaces, usesOf } from "./interval-use.ts";

/** Whether the time zone decides when it begins and ends. */
const dependsOnZone = ({ times, weekdays, daysOfMonth }: TimeInterval): boolean =>
  times.length + weekdays.length + daysOfMonth.length > 0;

const zoneOf = ({ config }: Routing): string | undefined =>
  config.timeIntervals
    .flatMap(({ intervals }) => intervals.map(({ location }) => location))
    .find((location) => location !== undefined);

const findIn = function* (routing: Routing): Iterable<Discovery> {
  const zone = zoneOf(routing);
  for (const named of routing.config.timeIntervals) {
    const { intervals, name } = named;
    const index = intervals.findIndex((one) => one.location === undefined && dependsOnZone(one));
    const place = elementPlaces(routing, named)[index];
    if (place === undefined || usesOf(routing, name.text).length === 0) continue;
    yield {
      place,
      subject: name.text,
      ...(zone === undefined ? {} : { severity: "warning" as const }),
      message: `the times of "${name.text}" are UTC, since they have no location${zone === undefined ? "" : `, while others have ${zone}`}: summer time moves them by an hour`,
      help: `write \`location: ${zone ?? "Europe/Berlin"}\`, or \`location: UTC\` to say that it is meant`,
    };
  }
};

const find = function* ({ routings }: Examined): Iterable<Discovery> {
  for (const routing of routings) yield* findIn(routing);
};

export const intervalTimeZone: Check = {
  name: "interval-time-zone",
  severity: "info",
  title: "A time interval without a time zone",
  find,
};
