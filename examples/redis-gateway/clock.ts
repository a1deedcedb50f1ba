/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** The only way to learn the time or to wait. */
export type Clock = {
  now(): Instant;
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      signal?.addEventListener("abort", finish, { once: true });
    }),
};

/** RFC 3339 in UTC, to the millisecond. */
export const toIso = (at: Instant): string => new Date(at).toISOString();
