import { systemClock } from "../../src/lib/clock.ts";
import type { Sender } from "./sender.ts";

const EVERY_MS = 500;

/** The watchdog alert of each cluster's Prometheus: proof that it evaluates its rules. */
export const runWatchdogs = async (
  sender: Sender,
  clusters: readonly string[],
  stop: AbortSignal,
): Promise<void> => {
  const startsAt = systemClock.now();
  const groups = clusters.map((cluster) => ({
    cluster,
    group: sender.group(`watchdog of ${cluster}`, null),
  }));
  while (!stop.aborted) {
    for (const { cluster, group } of groups) {
      // Not waited for: while the server is down, only the newest is worth telling.
      void group.set({
        labels: { alertname: "Watchdog", cluster, severity: "none" },
        annotations: { evaluated_at: String(systemClock.now() / 1000) },
        startsAt,
        endsAt: null,
      });
    }
    await systemClock.sleep(EVERY_MS, stop);
  }
};
