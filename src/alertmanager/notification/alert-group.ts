import type { Instant } from "../../lib/clock.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { type Alert, isResolvedAt } from "./alert.ts";
import type { NotifiedGroup } from "./notification.ts";
import type { LogSlot } from "./notification-log.ts";
import { lastRunAt } from "./periodic.ts";
import type { NotifiedReceiver } from "./setup.ts";

/** How often 0.25 looks for empty groups to end (dispatch, Dispatcher.run). */
const EMPTY_ENDED_EVERY_MS = 30_000;

/** Alerts of one route that are told of together. */
export type AlertGroup = NotifiedGroup & {
  readonly receiver: NotifiedReceiver;
  /** What the log says of the group, by integration of the receiver. */
  readonly slots: readonly LogSlot[];
  /** By fingerprint. */
  readonly alerts: Map<string, Alert>;
  /** A turn of the group; others lie whole group intervals after it. */
  turnAt: Instant;
  hadTurn: boolean;
  /** The turn that is going to be looked at. */
  wakesAt: Instant;
  /** Resolved alerts of the last turn; they go when sending has ended, unless they came again. */
  leaving: { readonly at: Instant; readonly alerts: readonly Alert[] } | undefined;
  emptySince: Instant | undefined;
  ended: boolean;
};

export type GroupLifeSettings = {
  readonly version: AlertmanagerVersion;
  readonly startedAt: Instant;
};

/** A new group with its first alert, whose first turn comes after group_wait. */
export const createAlertGroup = (
  parts: NotifiedGroup & Pick<AlertGroup, "receiver" | "slots">,
  alert: Alert,
): AlertGroup => {
  const { groupWaitMs } = parts.route;
  const isOld = alert.startsAt + groupWaitMs < alert.updatedAt;
  return {
    ...parts,
    alerts: new Map([[alert.fingerprint, alert]]),
    turnAt: isOld ? alert.updatedAt : alert.updatedAt + groupWaitMs,
    hadTurn: false,
    wakesAt: Number.POSITIVE_INFINITY,
    leaving: undefined,
    emptySince: undefined,
    ended: false,
  };
};

/** Lets go of alerts that were told of as resolved, and ends the group if that empties it for good. */
export const settleGroup = (
  group: AlertGroup,
  now: Instant,
  { version, startedAt }: GroupLifeSettings,
): void => {
  const { leaving, alerts } = group;
  if (leaving !== undefined && leaving.at <= now) {
    for (const alert of leaving.alerts) {
      if (alerts.get(alert.fingerprint) === alert) alerts.delete(alert.fingerprint);
    }
    group.leaving = undefined;
    if (alerts.size === 0) group.emptySince = leaving.at;
  }
  if (group.emptySince === undefined) return;
  const endedAt =
    version === "0.25"
      ? lastRunAt({ startedAt, everyMs: EMPTY_ENDED_EVERY_MS }, now)
      : group.emptySince;
  group.ended = version === "0.25" ? endedAt > group.emptySince : true;
};

/** Adds or replaces an alert of a group that has not ended. */
export const insertAlert = (
  group: AlertGroup,
  alert: Alert,
  version: AlertmanagerVersion,
): void => {
  group.alerts.set(alert.fingerprint, alert);
  group.emptySince = undefined;
  // Later versions look at this only when a group begins.
  const isOld = alert.startsAt + group.route.groupWaitMs < alert.updatedAt;
  if (version === "0.25" && !group.hadTurn && isOld) group.turnAt = alert.updatedAt;
};

/** The first turn of the group at `from` or later. */
export const turnFrom = ({ turnAt, route, hadTurn }: AlertGroup, from: Instant): Instant => {
  if (from <= turnAt || !hadTurn) return turnAt;
  const { groupIntervalMs } = route;
  return turnAt + Math.ceil((from - turnAt) / groupIntervalMs) * groupIntervalMs;
};

/** Begins a turn: the next one is set before anything is sent, so that sending does not delay it. */
export const beginTurn = (group: AlertGroup, at: Instant): void => {
  group.turnAt = at + group.route.groupIntervalMs;
  group.hadTurn = true;
};

/** The resolved ones of these alerts go at `at`. */
export const letGo = (group: AlertGroup, told: Instant, at: Instant): void => {
  const alerts = [...group.alerts.values()].filter((alert) => isResolvedAt(alert, told));
  if (alerts.length > 0) group.leaving = { at, alerts };
};
