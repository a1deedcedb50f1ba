import type { Route } from "../../../alertmanager/routing/route.ts";
import { formatDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { isTocsin, receiverNamed } from "./pagers.ts";
import { keyPlace } from "./route-place.ts";
import { instancesOf, timelineOf } from "./timeline.ts";
import { type Burst, burstOf, inheritors } from "./timer-use.ts";

/** Below this an outage that spreads is a stream of messages, and a slow receiver is cut off. */
const TOO_SHORT_MS = 30_000;
const SHORT_MS = 60_000;
const INSTANCES = 3;

const spreading = (examined: Examined, routing: Routing, { route, labels, label }: Burst) =>
  timelineOf(examined, routing, {
    events: instancesOf(labels, label, INSTANCES).map((one, index) => ({
      atMs: index * route.groupIntervalMs,
      labels: one,
      state: "firing",
    })),
    untilMs: route.groupWaitMs + (INSTANCES + 1) * route.groupIntervalMs,
  });

const discovery = (examined: Examined, routing: Routing, route: Route): Discovery | undefined => {
  const burst = burstOf(routing, inheritors(routing, route, "groupIntervalMs"));
  if (burst === undefined) return undefined;
  // Tocsin takes each message for what changed, and pages no more for it.
  const { integrations = [] } = receiverNamed(routing, burst.route.receiver) ?? {};
  if (integrations.length > 0 && integrations.every(isTocsin)) return undefined;
  const counterexample = spreading(examined, routing, burst);
  const every = formatDuration(route.groupIntervalMs);
  const isTooShort = route.groupIntervalMs < TOO_SHORT_MS;
  return {
    place: keyPlace(routing.writtenOf(route), "group_interval"),
    subject: burst.route.receiver,
    severity: isTooShort && examined.alerts.length > 0 ? "warning" : "info",
    message: `while alerts come and go, "${burst.route.receiver}" is told the whole group again every ${every}\nsending has that long at most, at least 10s: a receiver that is slower, or a second Alertmanager that waits for the first, is cut off`,
    help: "use `group_interval: 5m`; group_wait alone decides how fast the first message is",
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    for (const route of routing.routes) {
      const ms = routing.writtenOf(route).groupIntervalMs;
      if (ms === undefined || ms === 0 || ms >= SHORT_MS) continue;
      const found = discovery(examined, routing, route);
      if (found !== undefined) yield found;
    }
  }
};

export const groupIntervalShort: Check = {
  name: "group-interval-short",
  severity: "warning",
  title: "A group is told again every few seconds while it changes",
  find,
};
