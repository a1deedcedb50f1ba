import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import type { Labels } from "../../../labels/labels.ts";
import { formatDuration } from "../../../lib/duration.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import type { Inhibition } from "./inhibitions.ts";
import { hasTimes } from "./notifying-times.ts";
import { type TimelineEvent, timelineOf } from "./timeline.ts";

/** Longer than the first notification waits. */
const untilMs = ({ routing }: Inhibition, events: readonly TimelineEvent[]): number => {
  const waits = events.flatMap(({ atMs, labels }) =>
    matchRoutes(routing.root, labels).map(({ groupWaitMs }) => atMs + groupWaitMs),
  );
  return 1_000 + Math.max(0, ...waits);
};

/** What is told when these alerts begin to fire; nothing can be shown when a route has time intervals. */
export const tellingOf = (
  examined: Examined,
  inhibition: Inhibition,
  alerts: readonly { readonly atMs: number; readonly labels: Labels }[],
): { readonly counterexample?: Counterexample } => {
  const events = alerts.map((alert) => ({ ...alert, state: "firing" as const }));
  const routes = events.flatMap(({ labels }) => matchRoutes(inhibition.routing.root, labels));
  if (routes.some(hasTimes)) return {};
  const happening = { events, untilMs: untilMs(inhibition, events) };
  const told = timelineOf(examined, inhibition.routing, happening);
  if (told !== undefined) return { counterexample: told };
  return {
    counterexample: {
      kind: "timeline",
      events: events.map(({ atMs, ...event }) => ({ at: formatDuration(atMs), ...event })),
      until: formatDuration(happening.untilMs),
      notifications: [],
    },
  };
};

/** What is told when they begin at the same moment. */
export const firingTogether = (
  examined: Examined,
  inhibition: Inhibition,
  alerts: readonly Labels[],
): { readonly counterexample?: Counterexample } =>
  tellingOf(
    examined,
    inhibition,
    alerts.map((labels) => ({ atMs: 0, labels })),
  );
