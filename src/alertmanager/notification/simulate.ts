import type { Instant } from "../../lib/clock.ts";
import type { AlertPost } from "./alert.ts";
import type { Notification, NotificationOutcome } from "./notification.ts";
import type { NotificationSetup } from "./setup.ts";
import { createSimulation } from "./simulation.ts";

/**
 * Everything that Alertmanager makes of what is posted to it, in the order of time: what it sends and what it
 * keeps back. `posts` are in the order of time, or a RangeError says so; what is posted at the moment of a
 * group's turn is part of it. Nothing after `until` is looked at. Time at which nothing can change costs nothing.
 */
export const simulateOutcomes = function* (
  setup: NotificationSetup,
  posts: Iterable<AlertPost>,
  until: Instant,
): Generator<NotificationOutcome> {
  const simulation = createSimulation(setup);
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const post of posts) {
    if (post.at < lastAt) throw new RangeError("alerts are not posted in the order of time");
    if (post.at > until) break;
    lastAt = post.at;
    while (simulation.nextAt() < post.at) {
      for (const outcome of simulation.advance()) yield outcome;
    }
    simulation.receive(post);
  }
  while (simulation.nextAt() <= until) {
    for (const outcome of simulation.advance()) yield outcome;
  }
};

/** The notifications among the outcomes. */
export const simulate = (
  setup: NotificationSetup,
  posts: Iterable<AlertPost>,
  until: Instant,
): Notification[] => {
  const sent: Notification[] = [];
  for (const outcome of simulateOutcomes(setup, posts, until)) {
    if (outcome.kind === "sent") sent.push(outcome);
  }
  return sent;
};
