import type { Instant } from "../../lib/clock.ts";
import { type Alert, isResolvedAt } from "./alert.ts";
import type { AlertGroup } from "./alert-group.ts";
import type { Muting } from "./muting.ts";

/** Which groups are concerned when an alert begins or ceases to keep others back. */
export type InhibitionWatch = {
  /** The group holds the alert from now on. */
  watch(group: AlertGroup, alert: Alert): void;
  /** Takes note of an alert as it arrives; the groups that its arrival concerns. */
  arrive(alert: Alert): Iterable<AlertGroup>;
  /** Whether the alert will cease to keep others back when it ends, unless more is heard of it. */
  endMatters(alert: Alert): boolean;
  /** The groups that are concerned by the end of an alert of which no more was heard. */
  end(alert: Alert): Iterable<AlertGroup>;
};

const NONE: readonly AlertGroup[] = [];

export const createInhibitionWatch = (muting: Muting): InhibitionWatch => {
  /** Groups with alerts that can be kept back, by where what keeps them back is found. */
  const watching = new Map<string, Set<AlertGroup>>();
  /** Alerts that can keep others back, as last heard of. */
  const sources = new Map<string, Alert>();
  const concerned = function* (places: readonly string[]): Generator<AlertGroup> {
    for (const place of places) {
      const groups = watching.get(place);
      for (const group of groups ?? NONE) {
        if (group.ended) groups?.delete(group);
        else yield group;
      }
    }
  };
  return {
    watch: (group, alert) => {
      for (const place of muting.concerns(alert).inhibitedAt) {
        const groups = watching.get(place);
        if (groups === undefined) watching.set(place, new Set([group]));
        else groups.add(group);
      }
    },
    arrive: (alert) => {
      const { inhibitsAt } = muting.concerns(alert);
      if (inhibitsAt.length === 0) return NONE;
      const now: Instant = alert.updatedAt;
      const last = sources.get(alert.fingerprint);
      sources.set(alert.fingerprint, alert);
      const counted = last !== undefined && !isResolvedAt(last, now);
      const counts = !isResolvedAt(alert, now);
      if (counts) muting.note(alert);
      else muting.forget(alert);
      return counted === counts ? NONE : concerned(inhibitsAt);
    },
    endMatters: (alert) =>
      sources.get(alert.fingerprint) === alert && !isResolvedAt(alert, alert.updatedAt),
    end: (alert) => {
      if (sources.get(alert.fingerprint) !== alert) return NONE;
      muting.forget(alert);
      return concerned(muting.concerns(alert).inhibitsAt);
    },
  };
};
