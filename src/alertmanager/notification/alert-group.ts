import type { Instant } from "../../lib/clock.ts";
import type { Route } from "../routing/route.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { type Alert, isResolvedAt } from "./alert.ts";
import { compareForNotification } from "./alert-order.ts";
import { lastRunAt } from "./periodic.ts";

/** How often 0.25 looks for empty groups to end (dispatch, Dispatcher.run). */
const EMPTY_ENDED_EVERY_MS = 30_000;

/** The life of a group: alerts of one route that are told of together. */
export type AlertGroup = {
  readonly route: Pick<Route, "groupWaitMs" | "groupIntervalMs">;
  /** By fingerprint. */
  readonly alerts: Map<string, Alert>;
  /** Fingerprints in the order of notifications. */
  order: string[];
  /** A turn of the group; others lie whole group intervals after it. */
  turnAt: Instant;
  lastTurnAt: Instant | undefined;
  /** Resolved alerts of the last turn; they go when sending has ended, unless they came again. */
  leaving: { readonly at: Instant; readonly alerts: readonly Alert[] } | undefined;
  emptySince: Instant | undefined;
  ended: boolean;
};

export type GroupLifeSettings = {
  readonly version: AlertmanagerVersion;
  readonly startedAt: Instant;
};

const isOlderThanWait = (alert: Alert, { groupWaitMs }: AlertGroup["route"]): boolean =>
  alert.startsAt + groupWaitMs < alert.updatedAt;

/** A new group with its first alert, whose first turn comes after group_wait, or at once when the alert is older. */
export const createAlertGroup = (route: AlertGroup["route"], alert: Alert): AlertGroup => ({
  route,
  alerts: new Map([[alert.fingerprint, alert]]),
  order: [alert.fingerprint],
  turnAt: alert.updatedAt + (isOlderThanWait(alert, route) ? 0 : route.groupWaitMs),
  lastTurnAt: undefined,
  leaving: undefined,
  emptySince: undefined,
  ended: false,
});

const lettingGo = (group: AlertGroup, now: Instant): void => {
  const { leaving, alerts } = group;
  if (leaving === undefined || leaving.at > now) return;
  for (const alert of leaving.alerts) {
    if (alerts.get(alert.fingerprint) === alert) alerts.delete(alert.fingerprint);
  }
  if (alerts.size < group.order.length) group.order = group.order.filter((one) => alerts.has(one));
  group.leaving = undefined;
  if (alerts.size === 0) group.emptySince = leaving.at;
};

/**
 * Brings the group to the moment: alerts that were told of as resolved go, and a group that this empties ends: at
 * once, or in 0.25 when it next looks for empty groups.
 */
export const settleGroup = (
  group: AlertGroup,
  now: Instant,
  { version, startedAt }: GroupLifeSettings,
): void => {
  lettingGo(group, now);
  if (group.emptySince === undefined) return;
  group.ended =
    version !== "0.25" ||
    lastRunAt({ startedAt, everyMs: EMPTY_ENDED_EVERY_MS }, now) > group.emptySince;
};

/** Where the alert belongs among those in order. */
const placeInOrder = ({ order, alerts }: AlertGroup, { labels }: Alert): number => {
  let from = 0;
  let to = order.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = alerts.get(order[middle] ?? "");
    if (other !== undefined && compareForNotification(other.labels, labels) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** Adds or replaces an alert of a group that has not ended. Tells whether that is news to the group. */
export const insertAlert = (
  group: AlertGroup,
  alert: Alert,
  version: AlertmanagerVersion,
): boolean => {
  const now = alert.updatedAt;
  const held = group.alerts.get(alert.fingerprint);
  if (held === undefined) group.order.splice(placeInOrder(group, alert), 0, alert.fingerprint);
  group.alerts.set(alert.fingerprint, alert);
  group.emptySince = undefined;
  // Later versions look at the alert's age only when a group begins.
  const isOverdue = group.lastTurnAt === undefined && isOlderThanWait(alert, group.route);
  if (version === "0.25" && isOverdue) group.turnAt = now;
  // A resolved alert that comes again while it is told of does not go with those that are.
  const isNew = held === undefined || isResolvedAt(held, now) !== isResolvedAt(alert, now);
  return isNew || isOverdue || group.leaving !== undefined;
};

/** The first turn of the group at `from` or later. */
export const turnFrom = ({ turnAt, route, lastTurnAt }: AlertGroup, from: Instant): Instant => {
  if (from <= turnAt || lastTurnAt === undefined) return turnAt;
  const { groupIntervalMs } = route;
  return turnAt + Math.ceil((from - turnAt) / groupIntervalMs) * groupIntervalMs;
};

/** Begins a turn: the next one is set before anything is sent, so that sending does not delay it. */
export const beginTurn = (group: AlertGroup, now: Instant): void => {
  group.turnAt = now + group.route.groupIntervalMs;
  group.lastTurnAt = now;
};

/** The alerts in the order of notifications. */
export const orderedAlerts = ({ order, alerts }: AlertGroup): readonly Alert[] => {
  const found: Alert[] = [];
  for (const fingerprint of order) {
    const alert = alerts.get(fingerprint);
    if (alert !== undefined) found.push(alert);
  }
  return found;
};

/** Ends a turn: those of its alerts that were resolved go once sending has ended. */
export const endTurn = (group: AlertGroup, now: Instant, sentAt: Instant): void => {
  const alerts = [...group.alerts.values()].filter((alert) => isResolvedAt(alert, now));
  if (alerts.length > 0) group.leaving = { at: sentAt, alerts };
};

/** Whether one of the alerts has ended since, up to the moment. */
export const hasEndedSince = ({ alerts }: AlertGroup, since: Instant, now: Instant): boolean => {
  for (const { endsAt } of alerts.values()) if (endsAt > since && endsAt <= now) return true;
  return false;
};

/** When the first of the alerts ends that has not. */
export const firstEndAfter = ({ alerts }: AlertGroup, now: Instant): Instant => {
  let first = Number.POSITIVE_INFINITY;
  for (const { endsAt } of alerts.values()) if (endsAt > now && endsAt < first) first = endsAt;
  return first;
};
