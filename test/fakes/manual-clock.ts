import type { Clock, Instant } from "../../src/lib/clock.ts";

export type ManualClock = Clock & {
  /** How many sleep right now. */
  sleepers(): number;
  /** Moves on, and wakes everybody whose time has come. */
  advance(ms: number): void;
};

/** A clock that stands still until it is told to move. */
export const manualClock = (start: Instant): ManualClock => {
  let now = start;
  const sleeping = new Set<{ until: Instant; wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          sleeping.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper = { until: now + ms, wake };
        if (signal?.aborted || ms <= 0) {
          resolve();
          return;
        }
        sleeping.add(sleeper);
        signal?.addEventListener("abort", wake, { once: true });
      }),
    sleepers: () => sleeping.size,
    advance: (ms) => {
      now += ms;
      for (const sleeper of [...sleeping]) if (sleeper.until <= now) sleeper.wake();
    },
  };
};
