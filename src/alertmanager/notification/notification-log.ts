import type { Instant } from "../../lib/clock.ts";
import type { GroupContent, LogEntry } from "./deduplication.ts";
import { lastRunAt, nextRunAt } from "./periodic.ts";

/** The default of `--data.retention`. */
export const RETENTION_MS = 120 * 3600_000;

/** The default of `--data.maintenance-interval`: only then do entries that have expired go. */
const MAINTAINED_EVERY_MS = 15 * 60_000;

/** The entry of one group and integration. Groups with the same key share it. */
export type LogSlot = {
  /** What is known at `now`. */
  read(now: Instant): LogEntry | undefined;
  write(content: GroupContent, at: Instant): void;
  /** When the entry goes if it is not written again. */
  forgottenAt(): Instant;
};

export type NotificationLog = {
  /** `repeatIntervalMs` bounds how long an entry is kept: twice as long (notify, SetNotifiesStage). */
  slot(key: string, repeatIntervalMs: number): LogSlot;
};

export const createNotificationLog = (startedAt: Instant): NotificationLog => {
  const entries = new Map<string, { current: LogEntry | undefined }>();
  const maintenance = { startedAt, everyMs: MAINTAINED_EVERY_MS };
  const isForgotten = (entry: LogEntry, now: Instant): boolean => {
    const maintainedAt = lastRunAt(maintenance, now);
    return maintainedAt > entry.at && entry.expiresAt <= maintainedAt;
  };
  return {
    slot: (key, repeatIntervalMs) => {
      const kept = entries.get(key) ?? { current: undefined };
      entries.set(key, kept);
      const keptMs = Math.min(2 * repeatIntervalMs, RETENTION_MS);
      return {
        read: (now) => {
          if (kept.current !== undefined && isForgotten(kept.current, now))
            kept.current = undefined;
          return kept.current;
        },
        write: ({ firing, resolved }, at) => {
          kept.current = { at, firing, resolved, expiresAt: at + keptMs };
        },
        forgottenAt: () =>
          kept.current === undefined
            ? Number.POSITIVE_INFINITY
            : nextRunAt(maintenance, kept.current.expiresAt),
      };
    },
  };
};
