import { type Alert, isResolvedAt } from "./alert.ts";
import type { GroupPlace } from "./group-places.ts";
import type { Muting } from "./muting.ts";

/** Which groups are concerned when an alert begins or ceases to keep others back. */
export type InhibitionWatch = {
  /** The place holds the alert. */
  watch(place: GroupPlace, alert: Alert): void;
  /** Takes note of an alert as it arrives; the places that its arrival concerns. */
  arrive(alert: Alert): Iterable<GroupPlace>;
  /** Whether the alert will cease to keep others back when it ends, unless more is heard of it. */
  endMatters(alert: Alert): boolean;
  /** The places that are concerned by the end of an alert of which no more was heard. */
  end(alert: Alert): Iterable<GroupPlace>;
};

const NONE: readonly GroupPlace[] = [];

export const createInhibitionWatch = (muting: Muting): InhibitionWatch => {
  /** Places of alerts that can be kept back, by where what keeps them back is found. */
  const watching = new Map<string, Set<GroupPlace>>();
  /** Alerts that can keep others back, as last heard of. */
  const sources = new Map<string, Alert>();
  const concerned = (names: readonly string[]): readonly GroupPlace[] =>
    names.flatMap((name) => [...(watching.get(name) ?? NONE)]);
  return {
    watch: (place, alert) => {
      for (const name of muting.concerns(alert).inhibitedAt) {
        const places = watching.get(name);
        if (places === undefined) watching.set(name, new Set([place]));
        else places.add(place);
      }
    },
    arrive: (alert) => {
      const { inhibitsAt } = muting.concerns(alert);
      if (inhibitsAt.length === 0) return NONE;
      const now = alert.updatedAt;
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
