import type { Instant } from "../../lib/clock.ts";
import { type Alert, type AlertPost, alertOf } from "./alert.ts";
import {
  type AlertGroup,
  beginTurn,
  createAlertGroup,
  insertAlert,
  settleGroup,
  turnFrom,
} from "./alert-group.ts";
import { createAlertStore } from "./alert-store.ts";
import { createEventQueue } from "./event-queue.ts";
import { flushGroup } from "./flush.ts";
import { createGroupPlaces, type GroupPlace } from "./group-places.ts";
import { createInhibitionWatch } from "./inhibition-watch.ts";
import { createMuting } from "./muting.ts";
import type { NotificationOutcome } from "./notification.ts";
import { createNotificationLog } from "./notification-log.ts";
import type { NotificationSetup } from "./setup.ts";

/** A group's turn to be looked at, or the end of an alert that keeps others back. */
type TimedEvent =
  | { readonly at: Instant; readonly turnOf: AlertGroup }
  | { readonly at: Instant; readonly endOf: Alert };

/** An Alertmanager at work. */
export type Simulation = {
  /** When something is to be done next without anything being posted; infinite when nothing is. */
  nextAt(): Instant;
  /** Takes in what is posted. */
  receive(post: AlertPost): void;
  /** Does what is to be done next. */
  advance(): readonly NotificationOutcome[];
};

const NOTHING: readonly NotificationOutcome[] = [];

const createGroupMaker = (setup: NotificationSetup) => {
  const log = createNotificationLog(setup.startedAt);
  const receivers = new Map(setup.receivers.map((receiver) => [receiver.name, receiver]));
  return ({ route, labels, key }: GroupPlace, alert: Alert): AlertGroup => {
    const receiver = receivers.get(route.receiver) ?? { name: route.receiver, integrations: [] };
    const slots = receiver.integrations.map(({ kind, index }) =>
      log.slot(`${key} ${receiver.name}/${kind}/${index}`, route.repeatIntervalMs),
    );
    return createAlertGroup({ key, labels, route, receiver, slots }, alert);
  };
};

export const createSimulation = (setup: NotificationSetup): Simulation => {
  const store = createAlertStore(setup.startedAt);
  const muting = createMuting(setup);
  const inhibition = createInhibitionWatch(muting);
  const queue = createEventQueue<TimedEvent>();
  const groups = new Map<string, AlertGroup>();
  const placesOf = createGroupPlaces(setup.route);
  const makeGroup = createGroupMaker(setup);

  const wake = (group: AlertGroup, from: Instant): void => {
    const at = turnFrom(group, from);
    if (at >= group.wakesAt) return;
    group.wakesAt = at;
    queue.add({ at, turnOf: group });
  };

  const deliver = (place: GroupPlace, alert: Alert): void => {
    let group = groups.get(place.id);
    if (group !== undefined) settleGroup(group, alert.updatedAt, setup);
    if (group === undefined || group.ended) {
      group = makeGroup(place, alert);
      groups.set(place.id, group);
    } else insertAlert(group, alert, setup.version);
    inhibition.watch(group, alert);
    wake(group, alert.updatedAt);
  };

  const takeTurn = (group: AlertGroup, at: Instant): readonly NotificationOutcome[] => {
    group.wakesAt = Number.POSITIVE_INFINITY;
    settleGroup(group, at, setup);
    if (group.ended) return NOTHING;
    beginTurn(group, at);
    if (group.alerts.size === 0) return NOTHING;
    const { outcomes, changesAt } = flushGroup(group, at, { ...setup, muting });
    if (changesAt < Number.POSITIVE_INFINITY) wake(group, changesAt);
    return outcomes;
  };

  return {
    nextAt: () => queue.peek()?.at ?? Number.POSITIVE_INFINITY,
    receive: (post) => {
      const posted = alertOf(post, setup.resolveTimeoutMs);
      if (posted === undefined) return;
      const alert = store.put(posted);
      for (const group of inhibition.arrive(alert)) wake(group, alert.updatedAt);
      if (inhibition.endMatters(alert)) queue.add({ at: alert.endsAt, endOf: alert });
      for (const place of placesOf(alert)) deliver(place, alert);
    },
    advance: () => {
      const event = queue.take();
      if (event === undefined) return NOTHING;
      if ("turnOf" in event) {
        const isStale = event.turnOf.wakesAt !== event.at;
        return isStale ? NOTHING : takeTurn(event.turnOf, event.at);
      }
      for (const group of inhibition.end(event.endOf)) wake(group, event.at);
      return NOTHING;
    },
  };
};
