import type { Route } from "../routing/route.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { repeatsFrom } from "./deduplication.ts";
import { RETENTION_MS } from "./notification-log.ts";

/**
 * How long after a notification the same is told again while nothing changes: the first turn of the group at which
 * the notification log, written once sending had ended, is older than `repeat_interval`. So an interval
 * that is a multiple of `group_interval` waits one turn more as soon as sending takes any time. A repeat
 * interval beyond the 120 hours for which the log remembers counts as those.
 */
export const effectiveRepeatMs = (
  { groupIntervalMs, repeatIntervalMs }: Pick<Route, "groupIntervalMs" | "repeatIntervalMs">,
  { version, sendLatencyMs }: { version: AlertmanagerVersion; sendLatencyMs: number },
): number => {
  const bounded = Math.min(repeatIntervalMs, RETENTION_MS);
  const from = repeatsFrom(sendLatencyMs, { version, repeatIntervalMs: bounded });
  return Math.ceil(from / groupIntervalMs) * groupIntervalMs;
};

/** How long after an alert arrives its first notification leaves. */
export type FirstNotificationDelay = {
  /** When it is the first of its group. */
  readonly alone: number;
  /** At most, when its group is there and has had its first turn. */
  readonly joiningAtMost: number;
};

/** `ageMs` is for how long the alert has been firing as it arrives; one older than `group_wait` waits no more. */
export const firstNotificationDelay = (
  { groupWaitMs, groupIntervalMs }: Pick<Route, "groupWaitMs" | "groupIntervalMs">,
  ageMs = 0,
): FirstNotificationDelay => ({
  alone: ageMs > groupWaitMs ? 0 : groupWaitMs,
  joiningAtMost: groupIntervalMs,
});
