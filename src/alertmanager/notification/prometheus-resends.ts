import type { Instant } from "../../lib/clock.ts";
import { type AlertPost, knownFingerprintOf } from "./alert.ts";
import type { AlertTransition } from "./alert-transition.ts";
import { createEventQueue } from "./event-queue.ts";

export type ResendSettings = {
  readonly evaluationIntervalMs: number;
  /** `--rules.alert.resend-delay`, by default one minute. */
  readonly resendDelayMs: number;
  readonly until: Instant;
};

/** rules/alerting.go, resolvedRetention. */
const RESOLVED_RETENTION_MS = 15 * 60_000;

/** An alert is said to end after so many resends that fail (rules/alerting.go, sendAlerts). */
const VALID_FOR_RESENDS = 4;

/** The evaluations at which a state is sent: at once, then at the first that lies more than the delay after the last. */
const sendingTimes = function* (
  from: Instant,
  to: Instant,
  { evaluationIntervalMs, resendDelayMs }: ResendSettings,
): Generator<Instant> {
  const everyMs = (Math.floor(resendDelayMs / evaluationIntervalMs) + 1) * evaluationIntervalMs;
  for (let at = from; at < to; at += everyMs) yield at;
};

const resendsOfOne = function* (
  transitions: readonly AlertTransition[],
  settings: ResendSettings,
): Generator<AlertPost> {
  const validMs =
    VALID_FOR_RESENDS * Math.max(settings.evaluationIntervalMs, settings.resendDelayMs);
  let startsAt: Instant | undefined;
  for (const [place, { state, at: from, ...alert }] of transitions.entries()) {
    const next = Math.min(transitions[place + 1]?.at ?? Infinity, settings.until + 1);
    if (state === "firing") {
      startsAt ??= from;
      for (const at of sendingTimes(from, next, settings)) {
        yield { ...alert, at, startsAt, endsAt: at + validMs };
      }
    } else if (startsAt !== undefined) {
      const to = Math.min(next, from + RESOLVED_RETENTION_MS + 1);
      for (const at of sendingTimes(from, to, settings)) {
        yield { ...alert, at, startsAt, endsAt: from };
      }
      startsAt = undefined;
    }
  }
};

/**
 * What a Prometheus posts when alerts fire and resolve at these evaluations: every state at once and again
 * more than the resend delay later, with an end that leaves room for failures; what is resolved for another 15
 * minutes. The transitions are in the order of time, and so are the posts, one by one as they are asked for.
 */
export const prometheusResends = function* (
  transitions: Iterable<AlertTransition>,
  settings: ResendSettings,
): Generator<AlertPost> {
  const byAlert = new Map<string, AlertTransition[]>();
  for (const transition of transitions) {
    const fingerprint = knownFingerprintOf(transition.labels);
    const known = byAlert.get(fingerprint);
    if (known === undefined) byAlert.set(fingerprint, [transition]);
    else known.push(transition);
  }
  const queue = createEventQueue<{ at: Instant; post: AlertPost; rest: Generator<AlertPost> }>();
  const addNext = (rest: Generator<AlertPost>) => {
    const { value } = rest.next();
    if (value !== undefined) queue.add({ at: value.at, post: value, rest });
  };
  for (const own of byAlert.values()) addNext(resendsOfOne(own, settings));
  for (let event = queue.take(); event !== undefined; event = queue.take()) {
    yield event.post;
    addNext(event.rest);
  }
};
