import type { Instant } from "../../lib/clock.ts";
import type { Alert } from "./alert.ts";
import {
  type AlertGroup,
  beginTurn,
  createAlertGroup,
  endTurn,
  firstEndAfter,
  hasEndedSince,
  insertAlert,
  orderedAlerts,
  settleGroup,
  turnFrom,
} from "./alert-group.ts";
import { flush } from "./flush.ts";
import type { GroupPlace } from "./group-places.ts";
import type { Muting } from "./muting.ts";
import type { NotificationOutcome } from "./notification.ts";
import type { NotificationSetup } from "./setup.ts";

/** The groups at work; only turns that may come to something else than the last are looked at. */
export type GroupTurns = {
  /** The group gets an alert, or an alert of it anew. Tells whether the place did not have it. */
  deliver(place: GroupPlace, alert: Alert): boolean;
  /** Something happened that the group's next turn has to look at. */
  bringNews(place: GroupPlace, now: Instant): void;
  /** A turn that was asked for has come. */
  take(place: GroupPlace, now: Instant): readonly NotificationOutcome[];
};

const NOTHING: readonly NotificationOutcome[] = [];
const NEVER = Number.POSITIVE_INFINITY;

const mayDiffer = (place: GroupPlace, group: AlertGroup, now: Instant): boolean =>
  place.hasNews ||
  place.changesAt <= now ||
  hasEndedSince(group, group.lastTurnAt ?? Number.NEGATIVE_INFINITY, now);

/** `ask` is called with a turn that is to be taken. */
export const createGroupTurns = (
  setup: NotificationSetup,
  muting: Muting,
  ask: (place: GroupPlace, at: Instant) => void,
): GroupTurns => {
  const settings = { ...setup, muting };

  const wake = (place: GroupPlace, group: AlertGroup, from: Instant): void => {
    const at = turnFrom(group, from);
    if (at >= place.wakesAt) return;
    place.wakesAt = at;
    ask(place, at);
  };

  const bringNews = (place: GroupPlace, now: Instant): void => {
    const { group } = place;
    if (group === undefined || group.ended) return;
    place.hasNews = true;
    wake(place, group, now);
  };

  return {
    deliver: (place, alert) => {
      const { group } = place;
      if (group !== undefined) settleGroup(group, alert.updatedAt, setup);
      if (group === undefined || group.ended) {
        place.group = createAlertGroup(place.notified.route, alert);
        place.wakesAt = NEVER;
        place.changesAt = NEVER;
      } else if (!insertAlert(group, alert, setup.version)) return false;
      bringNews(place, alert.updatedAt);
      return true;
    },
    bringNews,
    take: (place, now) => {
      const { group } = place;
      // Another turn took its place.
      if (group === undefined || place.wakesAt !== now) return NOTHING;
      place.wakesAt = NEVER;
      settleGroup(group, now, setup);
      if (group.ended) return NOTHING;
      const isDifferent = mayDiffer(place, group, now);
      beginTurn(group, now);
      if (group.alerts.size === 0) return NOTHING;
      let outcomes = NOTHING;
      if (isDifferent) {
        const result = flush(place, orderedAlerts(group), { ...settings, now });
        endTurn(group, now, result.sentAt);
        place.hasNews = false;
        place.changesAt = result.changesAt;
        outcomes = result.outcomes;
      }
      const from = Math.min(place.changesAt, firstEndAfter(group, now));
      if (from < NEVER) wake(place, group, from);
      return outcomes;
    },
  };
};
