import type { Clock } from "../clock.ts";
import type { RedisPool } from "./redis-pool.ts";

/**
 * Pings Redis through the pool every `intervalMs` until `signal` aborts, so that an unreachable
 * Redis is counted even when no client asks for anything.
 */
export const probeRedis = async (
  pool: RedisPool,
  { clock, intervalMs, signal }: { clock: Clock; intervalMs: number; signal: AbortSignal },
): Promise<void> => {
  while (!signal.aborted) {
    await clock.sleep(intervalMs, signal);
    if (signal.aborted) return;
    // The pool has counted the failure; there is nobody to tell it to.
    await pool.use((connection) => connection.ping()).catch(() => {});
  }
};
