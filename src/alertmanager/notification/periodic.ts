import type { Instant } from "../../lib/clock.ts";

/** Something that Alertmanager does again and again, first one period after it started. */
export type Periodic = { readonly startedAt: Instant; readonly everyMs: number };

/** The last time up to `now` at which it was done; `startedAt` when it was not done yet. */
export const lastRunAt = ({ startedAt, everyMs }: Periodic, now: Instant): Instant =>
  startedAt + Math.max(0, Math.floor((now - startedAt) / everyMs)) * everyMs;

/** The first time at `from` or later at which it is done. */
export const nextRunAt = ({ startedAt, everyMs }: Periodic, from: Instant): Instant =>
  startedAt + Math.max(1, Math.ceil((from - startedAt) / everyMs)) * everyMs;
