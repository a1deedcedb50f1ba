import type { Instant } from "../../lib/clock.ts";
import type { AlertmanagerVersion } from "../version.ts";

/** Why a notification leaves, in Alertmanager's words (notify, NotifyReason). */
export type NotificationReason =
  | "first notification"
  | "new alerts added"
  | "some alerts resolved"
  | "all alerts resolved"
  | "repeat interval elapsed";

/** What the notification log says of the last notification of one group by one integration. */
export type LogEntry = {
  /** When the sending had ended. */
  readonly at: Instant;
  /** Fingerprints. */
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
  readonly expiresAt: Instant;
};

/** Fingerprints of the alerts of a group that nothing mutes. */
export type GroupContent = {
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
};

export type DeduplicationSettings = {
  readonly version: AlertmanagerVersion;
  readonly sendResolved: boolean;
  readonly repeatIntervalMs: number;
};

const isSubset = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean => {
  if (some.size > all.size) return false;
  for (const one of some) if (!all.has(one)) return false;
  return true;
};

/**
 * When the group's turns begin to repeat a notification that was logged at `loggedAt`. The current
 * version compares with the moment at which the timer went off, and strictly; 0.25 with the clock,
 * which has moved on by then, so that the exact moment counts too.
 */
export const repeatsFrom = (
  loggedAt: Instant,
  { version, repeatIntervalMs }: Omit<DeduplicationSettings, "sendResolved">,
): Instant => loggedAt + repeatIntervalMs + (version === "0.25" ? 0 : 1);

/**
 * Why the group is to be notified about at `now`, or undefined when nobody needs to hear anything
 * (notify, DedupStage.needsUpdate). All alerts being resolved counts even where resolves are not sent,
 * so that the log forgets them.
 */
export const reasonToNotify = (
  entry: LogEntry | undefined,
  { firing, resolved }: GroupContent,
  { now, ...settings }: DeduplicationSettings & { readonly now: Instant },
): NotificationReason | undefined => {
  if (entry === undefined) return firing.size > 0 ? "first notification" : undefined;
  if (!isSubset(firing, entry.firing)) {
    return entry.firing.size === 0 ? "first notification" : "new alerts added";
  }
  if (firing.size === 0) return entry.firing.size > 0 ? "all alerts resolved" : undefined;
  if (settings.sendResolved && !isSubset(resolved, entry.resolved)) return "some alerts resolved";
  return now >= repeatsFrom(entry.at, settings) ? "repeat interval elapsed" : undefined;
};
