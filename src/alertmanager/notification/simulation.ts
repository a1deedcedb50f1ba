import type { Instant } from "../../lib/clock.ts";
import { type Alert, type AlertPost, alertOf } from "./alert.ts";
import { createAlertStore } from "./alert-store.ts";
import { createEventQueue } from "./event-queue.ts";
import { createGroupPlaces, type GroupPlace } from "./group-places.ts";
import { createGroupTurns } from "./group-turns.ts";
import { createInhibitionWatch } from "./inhibition-watch.ts";
import { createMuting } from "./muting.ts";
import type { NotificationOutcome } from "./notification.ts";
import type { NotificationSetup } from "./setup.ts";

/** A group's turn, or the end of an alert that keeps others back. */
type TimedEvent =
  | { readonly at: Instant; readonly turnOf: GroupPlace }
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

export const createSimulation = (setup: NotificationSetup): Simulation => {
  const store = createAlertStore(setup.startedAt);
  const muting = createMuting(setup);
  const inhibition = createInhibitionWatch(muting);
  const queue = createEventQueue<TimedEvent>();
  const placesOf = createGroupPlaces(setup);
  const turns = createGroupTurns(setup, muting, (place, at) => queue.add({ at, turnOf: place }));
  return {
    nextAt: () => queue.peek()?.at ?? Number.POSITIVE_INFINITY,
    receive: (post) => {
      const posted = alertOf(post, setup.resolveTimeoutMs);
      if (posted === undefined) return;
      const alert = store.put(posted);
      for (const place of inhibition.arrive(alert)) turns.bringNews(place, alert.updatedAt);
      if (inhibition.endMatters(alert)) queue.add({ at: alert.endsAt, endOf: alert });
      for (const place of placesOf(alert)) {
        if (turns.deliver(place, alert)) inhibition.watch(place, alert);
      }
    },
    advance: () => {
      const event = queue.take();
      if (event === undefined) return NOTHING;
      if ("turnOf" in event) return turns.take(event.turnOf, event.at);
      for (const place of inhibition.end(event.endOf)) turns.bringNews(place, event.at);
      return NOTHING;
    },
  };
};
