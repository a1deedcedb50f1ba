import { setupOf } from "../../../alertmanager/notification/setup-of-config.ts";
import { simulate } from "../../../alertmanager/notification/simulate.ts";
import type { Labels } from "../../../labels/labels.ts";
import { formatDuration } from "../../../lib/duration.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, Routing } from "../../examined.ts";
import { hasTimes } from "./notifying-times.ts";

export type TimelineEvent = {
  readonly atMs: number;
  readonly labels: Labels;
  readonly state: "firing" | "resolved";
};

/** What happens, and for how long it is looked at. */
export type Happening = { readonly events: readonly TimelineEvent[]; readonly untilMs: number };

type Timeline = Counterexample & { readonly kind: "timeline" };

/** So long do receivers take: next to nothing, but not nothing. */
const SEND_LATENCY_MS = 50;
/** Alerts go on for as long as anybody looks. */
const FOREVER_MS = 365 * 24 * 3_600_000;

/**
 * Every notification that comes of it, one for each receiver; undefined when there is none, or when a route has time
 * intervals, which depend on the day.
 */
export const timelineOf = (
  { settings }: Pick<Examined, "settings">,
  routing: Routing,
  { events, untilMs }: Happening,
): Timeline | undefined => {
  const setup = setupOf(routing.config, {
    version: settings.alertmanagerVersion,
    silences: [],
    startedAt: 0,
    sendLatencyMs: SEND_LATENCY_MS,
  });
  const started = new Map<Labels, number>();
  const posts = events.map(({ atMs, labels, state }) => {
    const startsAt = started.get(labels) ?? atMs;
    started.set(labels, startsAt);
    return { at: atMs, labels, startsAt, endsAt: state === "firing" ? FOREVER_MS : atMs };
  });
  const told = simulate(
    { ...setup, receivers: setup.receivers.map(withOneIntegration) },
    posts,
    untilMs,
  );
  if (told.length === 0 || told.some(({ group }) => hasTimes(group.route))) return undefined;
  return {
    kind: "timeline",
    events: events.map(({ atMs, labels, state }) => ({ at: formatDuration(atMs), labels, state })),
    until: formatDuration(untilMs),
    notifications: told.map(({ at, receiver, status, alerts }) => ({
      at: formatDuration(at),
      receiver,
      status,
      alerts: alerts.map(({ labels }) => labels),
    })),
  };
};

type NotifiedReceiver = ReturnType<typeof setupOf>["receivers"][number];

const withOneIntegration = ({ name, integrations }: NotifiedReceiver): NotifiedReceiver => ({
  name,
  integrations: integrations.slice(0, 1),
});

/** Several instances of an alert: the label set with different values of a label. */
export const instancesOf = (labels: Labels, label: string, count: number): readonly Labels[] =>
  Array.from({ length: count }, (_, index) => ({ ...labels, [label]: `${label}-${index}` }));
