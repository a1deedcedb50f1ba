import type { Labels } from "../../labels/labels.ts";
import { labelValue } from "../../labels/match.ts";
import type { Instant } from "../../lib/clock.ts";
import {
  createInhibitor,
  forgetAlert,
  type Inhibited,
  type Inhibitor,
  inhibitedBy,
  noteAlert,
} from "../inhibition/inhibition.ts";
import type { Route } from "../routing/route.ts";
import { isAbout, type Silence, silencedBy } from "../silence/silence.ts";
import { isWithin } from "../time-interval/contains-instant.ts";
import type { IntervalsByName } from "../time-interval/moments.ts";
import { nextChange } from "../time-interval/next-change.ts";
import type { Alert } from "./alert.ts";
import type { NotificationSetup } from "./setup.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** What concerns one label set, whenever. */
export type Concerns = {
  readonly silences: readonly Silence[];
  /** Names of places where alerts that can keep it back are found. */
  readonly inhibitedAt: readonly string[];
  /** Names of places where it can keep others back. */
  readonly inhibitsAt: readonly string[];
};

const placesOf = (inhibitor: Inhibitor, labels: Labels, side: "isSource" | "isTarget") =>
  inhibitor.rules.flatMap((rule, index) => {
    if (!rule[side](labels)) return [];
    const values = rule.equal.map((name) => labelValue(labels, name));
    return [`${index}\u0000${values.join("\u0000")}`];
  });

const NOTHING: readonly Silence[] = [];

/** Tells whether and when a name's intervals change, asking no more often than they do. */
const createIntervalWatch = (named: IntervalsByName) => {
  const known = new Map<string, { from: Instant; until: Instant; within: boolean }>();
  const look = (name: string, now: Instant) => {
    const last = known.get(name);
    if (last !== undefined && last.from <= now && now < last.until) return last;
    const intervals = named.get(name) ?? [];
    const until = nextChange(intervals, now) ?? NEVER;
    const found = { from: now, until, within: isWithin(intervals, now) };
    known.set(name, found);
    return found;
  };
  return {
    isWithin: (name: string, now: Instant) => look(name, now).within,
    changesAt: (names: readonly string[], now: Instant) =>
      names.reduce((first, name) => Math.min(first, look(name, now).until), NEVER),
  };
};

/** What keeps alerts back, as it is at any moment; moments are asked about in order. */
export type Muting = {
  /** Takes note of an alert that may keep others back, in place of what was known of it. */
  note(alert: Alert): void;
  /** It no longer keeps others back. */
  forget(alert: Alert): void;
  concerns(alert: Alert): Concerns;
  inhibitedBy(alert: Alert, now: Instant): Inhibited | undefined;
  silencedBy(alert: Alert, now: Instant): readonly Silence[];
  /** Names of the active time intervals that the route is outside of, none when it is active. */
  inactiveBy(route: Route, now: Instant): readonly string[];
  /** Names of the mute time intervals that the route is in. */
  mutedBy(route: Route, now: Instant): readonly string[];
  /** When silences of these alerts or intervals of the route begin or end next, after `now`. */
  changesAt(route: Route, alerts: Iterable<Alert>, now: Instant): Instant;
};

export const createMuting = (
  setup: Pick<NotificationSetup, "inhibitRules" | "silences" | "timeIntervals">,
): Muting => {
  const inhibitor = createInhibitor(setup.inhibitRules);
  const watch = createIntervalWatch(setup.timeIntervals);
  const known = new Map<string, Concerns>();
  const concerns = ({ fingerprint, labels }: Alert): Concerns => {
    const found = known.get(fingerprint);
    if (found !== undefined) return found;
    const learned = {
      silences: setup.silences.filter((silence) => isAbout(silence, labels)),
      inhibitedAt: placesOf(inhibitor, labels, "isTarget"),
      inhibitsAt: placesOf(inhibitor, labels, "isSource"),
    };
    known.set(fingerprint, learned);
    return learned;
  };
  const silencesChangeAt = (alert: Alert, now: Instant): Instant => {
    let first = NEVER;
    for (const { startsAt, endsAt } of concerns(alert).silences) {
      if (startsAt > now) first = Math.min(first, startsAt);
      else if (endsAt > now) first = Math.min(first, endsAt);
    }
    return first;
  };
  return {
    note: (alert) => noteAlert(inhibitor, alert),
    forget: (alert) => forgetAlert(inhibitor, alert),
    concerns,
    inhibitedBy: (alert, now) =>
      concerns(alert).inhibitedAt.length === 0
        ? undefined
        : inhibitedBy(inhibitor, alert.labels, now),
    silencedBy: (alert, now) => {
      const { silences } = concerns(alert);
      return silences.length === 0 ? NOTHING : silencedBy(silences, alert.labels, now);
    },
    inactiveBy: ({ activeTimeIntervals }, now) =>
      activeTimeIntervals.some((name) => watch.isWithin(name, now)) ? [] : activeTimeIntervals,
    mutedBy: ({ muteTimeIntervals }, now) =>
      muteTimeIntervals.filter((name) => watch.isWithin(name, now)),
    changesAt: ({ activeTimeIntervals, muteTimeIntervals }, alerts, now) => {
      let first = Math.min(
        watch.changesAt(activeTimeIntervals, now),
        watch.changesAt(muteTimeIntervals, now),
      );
      if (setup.silences.length === 0) return first;
      for (const alert of alerts) first = Math.min(first, silencesChangeAt(alert, now));
      return first;
    },
  };
};
