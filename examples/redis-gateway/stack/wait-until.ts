import type { Clock } from "../clock.ts";

const POLL_INTERVAL_MS = 50;

export type WaitOptions = {
  /** Ends "gave up waiting for ..." in the error. */
  what: string;
  timeoutMs: number;
  clock: Clock;
  signal?: AbortSignal | undefined;
};

/** The first answer of `look` that is not undefined. Throws when `timeoutMs` have passed without. */
export const waitUntil = async <T>(
  look: () => T | undefined | Promise<T | undefined>,
  { what, timeoutMs, clock, signal }: WaitOptions,
): Promise<T> => {
  const deadline = clock.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    if (clock.now() >= deadline) {
      throw new Error(`gave up waiting for ${what} after ${timeoutMs / 1000} s`);
    }
    await clock.sleep(POLL_INTERVAL_MS, signal);
  }
};
