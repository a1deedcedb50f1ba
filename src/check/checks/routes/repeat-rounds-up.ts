import { DEFAULT_SEND_LATENCY_MS } from "../../../alertmanager/notification/setup-of-config.ts";
import { effectiveRepeatMs } from "../../../alertmanager/notification/timing.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import { formatDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { keyPlace } from "./route-place.ts";
import { timelineOf } from "./timeline.ts";
import { deliveredBy } from "./timer-use.ts";

/** Repeats that are late by less than this part of their interval are as good as on time. */
const LATE = 0.01;
const VERY_LATE = 0.1;

/** A sixth of group_interval leaves time to send. */
const ROOM = 6;

/** The longest interval that still repeats when the written one says. */
const betterRepeat = ({ groupIntervalMs, repeatIntervalMs }: Route): string => {
  const turns = Math.max(1, Math.round(repeatIntervalMs / groupIntervalMs));
  const room = Math.max(1000, Math.floor(groupIntervalMs / ROOM / 1000) * 1000);
  return formatDuration(turns * groupIntervalMs - room);
};

const repeating = (examined: Examined, routing: Routing, route: Route) => {
  const delivered = deliveredBy(routing, route);
  if (delivered === undefined) return undefined;
  const effective = effectiveOf(examined, route);
  return timelineOf(examined, routing, {
    events: [{ atMs: 0, labels: delivered.labels, state: "firing" }],
    untilMs: route.groupWaitMs + effective + Math.min(1000, route.groupIntervalMs / 2),
  });
};

const effectiveOf = ({ settings }: Examined, route: Route): number =>
  effectiveRepeatMs(route, {
    version: settings.alertmanagerVersion,
    sendLatencyMs: DEFAULT_SEND_LATENCY_MS,
  });

const saysTimers = (routing: Routing, route: Route): boolean => {
  const { groupIntervalMs, repeatIntervalMs } = routing.writtenOf(route);
  return groupIntervalMs !== undefined || repeatIntervalMs !== undefined;
};

const look = (examined: Examined, routing: Routing, route: Route): Discovery | undefined => {
  const { groupIntervalMs, repeatIntervalMs } = route;
  // Where it is shorter, repeat-below-group-interval tells.
  if (!saysTimers(routing, route) || groupIntervalMs === 0) return undefined;
  if (repeatIntervalMs < groupIntervalMs) return undefined;
  const effective = effectiveOf(examined, route);
  const late = effective / repeatIntervalMs - 1;
  // A little less than a multiple is meant to be that multiple.
  if (late < LATE || effective - repeatIntervalMs < groupIntervalMs / 2) return undefined;
  const counterexample = repeating(examined, routing, route);
  return {
    place: keyPlace(routing.writtenOf(route), "repeat_interval", "group_interval"),
    subject: route.receiver,
    severity: late < VERY_LATE ? "info" : "warning",
    message: `"${route.receiver}" is reminded every ${formatDuration(effective)}, not every ${formatDuration(repeatIntervalMs)}\nreminders leave at turns of group_interval, ${formatDuration(groupIntervalMs)}, only, and only when more than repeat_interval has passed since the last one was sent`,
    help: `for about ${formatDuration(repeatIntervalMs)}, take a little less than a multiple: \`repeat_interval: ${betterRepeat(route)}\``,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    for (const route of routing.routes) {
      const found = look(examined, routing, route);
      if (found !== undefined) yield found;
    }
  }
};

export const repeatRoundsUp: Check = {
  name: "repeat-rounds-up",
  severity: "warning",
  title: "Reminders come later than repeat_interval says",
  find,
};
