import type { Clock } from "../lib/clock.ts";
import { formatDuration } from "../lib/duration.ts";

export type TimeLimit = { clock: Clock; limitMs: number };

/** Thrown into work that took longer than it may. */
class TimeLimitPassed extends Error {}

/** Runs `work` under a signal that aborts when the limit has passed, or with `closing`. */
export const withinLimit = async <Result>(
  { clock, limitMs }: TimeLimit,
  closing: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const finished = new AbortController();
  const late = new AbortController();
  const watch = async () => {
    await clock.sleep(limitMs, finished.signal);
    late.abort(new TimeLimitPassed(`no answer within ${formatDuration(limitMs)}`));
  };
  void watch();
  try {
    return await work(AbortSignal.any([closing, late.signal]));
  } finally {
    finished.abort();
  }
};

/** Why an aborted signal was aborted, for a person. */
export const abortReason = (signal: AbortSignal): string =>
  signal.reason instanceof TimeLimitPassed
    ? signal.reason.message
    : "stopped before an answer came";
