import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import { type AlertPost, knownFingerprintOf } from "./alert.ts";

/** That an alert begins or ceases to fire. */
export type AlertTransition = {
  readonly at: Instant;
  readonly labels: Labels;
  readonly annotations?: Labels | undefined;
  readonly generatorUrl?: string | undefined;
  readonly state: "firing" | "resolved";
};

/** Longer than anything that is looked at. */
const LONG_MS = 10 * 365 * 24 * 3600_000;

/**
 * Posts by which an alert fires until it is said to be resolved, with nothing in between: what a careful sender
 * that never fails comes to, at the least cost. The transitions are in the order of time.
 */
export const postsOf = function* (transitions: Iterable<AlertTransition>): Generator<AlertPost> {
  const firingSince = new Map<string, Instant>();
  for (const { state, ...alert } of transitions) {
    const fingerprint = knownFingerprintOf(alert.labels);
    const startsAt = firingSince.get(fingerprint) ?? alert.at;
    if (state === "firing") firingSince.set(fingerprint, startsAt);
    else firingSince.delete(fingerprint);
    yield { ...alert, startsAt, endsAt: state === "firing" ? alert.at + LONG_MS : alert.at };
  }
};
