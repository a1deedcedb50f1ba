import type { Instant } from "../lib/clock.ts";
import type { Engine } from "./engine.ts";

const EVERY_MS = 5_000;
/** Older than this, the last durable write no longer proves that the next one would succeed. */
const WRITE_TRUSTED_MS = 30_000;
const LATE_PAGE_MS = 60_000;
const MOST_OPEN = 10_000;

export type Beat = {
  once(): Promise<void>;
  /** Null when alerts can be taken and pages go out in time; else what is wrong. */
  whyNotAccepting(): string | null;
  measure(): void;
};

/** Tests all the time, by doing it, whether what comes in is kept and what is due goes out. */
export const createBeat = (engine: Engine): Beat => {
  const { store, clock, measures, log } = engine;
  let writtenAt: Instant | null = null;
  let latestPageMs = 0;

  const whyNotAccepting = (): string | null => {
    const now = clock.now();
    if (writtenAt === null) return "nothing has been written to PostgreSQL yet";
    if (now - writtenAt > WRITE_TRUSTED_MS) {
      return `the last write to PostgreSQL succeeded ${Math.round((now - writtenAt) / 1000)}s ago`;
    }
    return latestPageMs >= LATE_PAGE_MS
      ? `a page has been due for ${Math.round(latestPageMs / 1000)}s`
      : null;
  };

  const measure = () => {
    measures.accepting.set(whyNotAccepting() === null ? 1 : 0);
    measures.latestPage.set(latestPageMs / 1000);
  };

  const once = async () => {
    try {
      const now = clock.now();
      ({ latestPageMs } = await store.beat(now));
      writtenAt = now;
      const stranded = await store.stranded();
      measures.stranded.set(stranded.length);
      for (const incident of stranded) {
        log.error("an open incident has nothing due and says no reason", { incident });
      }
      const open = await store.incidents({ status: "open", limit: MOST_OPEN });
      for (const status of ["triggered", "acknowledged"] as const) {
        measures.openIncidents.set({ status }, open.filter((one) => one.status === status).length);
      }
    } catch (error) {
      log.error("PostgreSQL does not take writes", { err: error });
    }
  };

  return { once, whyNotAccepting, measure };
};

export const runBeat = async (engine: Engine, beat: Beat, stop: AbortSignal): Promise<void> => {
  while (!stop.aborted) {
    await beat.once();
    await engine.clock.sleep(EVERY_MS, stop);
  }
};
