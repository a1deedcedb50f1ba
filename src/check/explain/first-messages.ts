import type { WithheldCause } from "../../alertmanager/notification/notification.ts";
import {
  DEFAULT_SEND_LATENCY_MS,
  setupOf,
} from "../../alertmanager/notification/setup-of-config.ts";
import { simulateOutcomes } from "../../alertmanager/notification/simulate.ts";
import {
  effectiveRepeatMs,
  firstNotificationDelay,
} from "../../alertmanager/notification/timing.ts";
import type { Route } from "../../alertmanager/routing/route.ts";
import type { Silence } from "../../alertmanager/silence/silence.ts";
import type { AlertmanagerVersion } from "../../alertmanager/version.ts";
import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { Routing } from "../examined.ts";
import type { DeliveryExplanation } from "./explanation.ts";
import { isoText } from "./moment-text.ts";

const DAY_MS = 86_400_000;
/** An interval that opens once a month opens within this. */
const LOOK_AHEAD_MS = 32 * DAY_MS;
/** The alert goes on for longer than anybody looks. */
const FOREVER_MS = 365 * DAY_MS;

export type FiredAlert = {
  readonly labels: Labels;
  readonly at: Instant;
  readonly silences: readonly Silence[];
  readonly version: AlertmanagerVersion;
};

/** When a route first tells of the alert, and what kept it back until then. */
export type FirstMessage = {
  readonly at: Instant | undefined;
  readonly heldBackBy: readonly string[];
};

const causeText = (cause: WithheldCause): string | undefined => {
  switch (cause.by) {
    case "mute time":
      return `muted by ${cause.intervals.join(", ")}`;
    case "active time":
      return `outside ${cause.intervals.join(", ")}`;
    case "silence":
      return `silence ${cause.ids.join(", ")}`;
    default:
      return undefined;
  }
};

/**
 * Plays the alert on the Alertmanager, firing by itself from the moment on: when each route that delivers it tells
 * of it first.
 */
export const firstMessages = (
  routing: Routing,
  routes: readonly Route[],
  { labels, at, silences, version }: FiredAlert,
): ReadonlyMap<Route, FirstMessage> => {
  const setup = {
    ...setupOf(routing.config, { version, silences, startedAt: at }),
    route: routing.root,
  };
  const post = { at, labels, startsAt: at, endsAt: at + FOREVER_MS };
  const reaching = new Set(
    setup.receivers.filter(({ integrations }) => integrations.length > 0).map(({ name }) => name),
  );
  const waiting = new Set(routes.filter(({ receiver }) => reaching.has(receiver)));
  const found = new Map<Route, { at: Instant | undefined; heldBackBy: string[] }>(
    routes.map((route) => [route, { at: undefined, heldBackBy: [] }]),
  );
  if (waiting.size === 0) return found;
  for (const outcome of simulateOutcomes(setup, [post], at + LOOK_AHEAD_MS)) {
    const { route } = outcome.group;
    const first = found.get(route);
    if (first === undefined || !waiting.has(route)) continue;
    if (outcome.kind === "sent") {
      first.at = outcome.at;
      waiting.delete(route);
      if (waiting.size === 0) break;
      continue;
    }
    const cause = causeText(outcome.cause);
    if (cause !== undefined && !first.heldBackBy.includes(cause)) first.heldBackBy.push(cause);
  }
  return found;
};

/** The timers of the route, and what comes of them for the alert. */
export const timingOf = (
  route: Route,
  first: FirstMessage | undefined,
  { at, version }: FiredAlert,
): DeliveryExplanation["timing"] => {
  const surroundings = { version, sendLatencyMs: DEFAULT_SEND_LATENCY_MS };
  return {
    groupWait: formatDuration(route.groupWaitMs),
    groupInterval: formatDuration(route.groupIntervalMs),
    repeatInterval: formatDuration(route.repeatIntervalMs),
    repeatsEvery: formatDuration(effectiveRepeatMs(route, surroundings)),
    joiningAtMost: formatDuration(firstNotificationDelay(route).joiningAtMost),
    firstMessage:
      first?.at === undefined
        ? null
        : { at: isoText(first.at), after: formatDuration(first.at - at) },
    heldBackBy: [...(first?.heldBackBy ?? [])],
  };
};
