import type { Lane } from "../store/store.ts";
import type { Engine } from "./engine.ts";
import { LEASE_MS } from "./perform-page.ts";
import type { Worker } from "./worker.ts";

/** Work of each lane that is under way at once in one process. Mail: each has a connection of its own. */
export const MOST_AT_ONCE: Readonly<Record<Lane, number>> = { timer: 16, email: 4, webhook: 16 };
/** How long to wait for news before looking at the clock again, and after trouble with the store. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Runs one lane until `stop`: claims what is due, has it performed, and sleeps until more is. What is
 * under way then is brought to its end, for a page that is cut off would have to be sent again.
 */
export const runLane = async (
  engine: Engine,
  worker: Worker,
  { lane, stop }: { lane: Lane; stop: AbortSignal },
): Promise<void> => {
  const { store, clock, log } = engine;
  const underWay = new Set<Promise<void>>();
  let nap = new AbortController();
  let awake = false;
  const wake = () => {
    awake = true;
    nap.abort();
  };
  store.onWork(wake);
  stop.addEventListener("abort", wake, { once: true });
  const startDue = async (): Promise<number> => {
    const limit = MOST_AT_ONCE[lane] - underWay.size;
    if (limit <= 0) return LOOK_AGAIN_MS;
    const claimed = await store.claim({ lane, now: clock.now(), leaseMs: LEASE_MS, limit });
    for (const work of claimed) {
      const performance = worker.perform(work).finally(() => {
        underWay.delete(performance);
        wake();
      });
      underWay.add(performance);
    }
    if (claimed.length > 0) return 0;
    const next = await store.nextRunAt(lane);
    const untilNext = next === null ? LOOK_AGAIN_MS : next - clock.now();
    return Math.max(0, Math.min(untilNext, LOOK_AGAIN_MS));
  };
  while (!stop.aborted) {
    awake = false;
    nap = new AbortController();
    const napMs = await startDue().catch((error) => {
      log.error("due work cannot be read", { lane, err: error });
      return LOOK_AGAIN_MS;
    });
    if (!awake && napMs > 0) await clock.sleep(napMs, nap.signal);
  }
  await Promise.all(underWay);
};
