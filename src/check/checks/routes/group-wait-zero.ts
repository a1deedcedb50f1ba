import type { Route } from "../../../alertmanager/routing/route.ts";
import { formatDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { keyPlace } from "./route-place.ts";
import { alertName } from "./route-text.ts";
import { instancesOf, timelineOf } from "./timeline.ts";
import { type Burst, burstOf, inheritors } from "./timer-use.ts";

/** Instances that one cause takes down fail within about a second of one another. */
const APART_MS = 1000;
const INSTANCES = 3;

const burstOn = (examined: Examined, routing: Routing, { route, labels, label }: Burst) =>
  timelineOf(examined, routing, {
    events: instancesOf(labels, label, INSTANCES).map((one, index) => ({
      atMs: index * APART_MS,
      labels: one,
      state: "firing",
    })),
    untilMs: route.groupIntervalMs + APART_MS,
  });

const discovery = (examined: Examined, routing: Routing, route: Route): Discovery | undefined => {
  const burst = burstOf(routing, inheritors(routing, route, "groupWaitMs"));
  if (burst === undefined) return undefined;
  const counterexample = burstOn(examined, routing, burst);
  const what = burst.alert === undefined ? "an alert" : alertName(burst.alert);
  return {
    place: keyPlace(routing.writtenOf(route), "group_wait"),
    subject: burst.route.receiver,
    ...(examined.alerts.length === 0 ? { severity: "info" as const } : {}),
    message: `the first message of an outage names a single ${burst.label}: when ${what} fires for several within seconds, the others wait for group_interval, ${formatDuration(burst.route.groupIntervalMs)}\nan alert that inhibits others has no time to arrive before them either`,
    help: "wait 10s to 30s: `group_wait: 15s`",
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    for (const route of routing.routes) {
      if (routing.writtenOf(route).groupWaitMs !== 0) continue;
      const found = discovery(examined, routing, route);
      if (found !== undefined) yield found;
    }
  }
};

export const groupWaitZero: Check = {
  name: "group-wait-zero",
  severity: "warning",
  title: "The first message leaves before the rest of the outage has arrived",
  find,
};
