import type { Instant } from "../../lib/clock.ts";
import { type Alert, isResolvedAt, mergeAlerts } from "./alert.ts";
import { lastRunAt } from "./periodic.ts";

/** The default of `--alerts.gc-interval`: resolved alerts are forgotten this often. */
const COLLECTED_EVERY_MS = 30 * 60_000;

/** What Alertmanager knows of alerts apart from its groups. */
export type AlertStore = {
  /** Takes in an alert and returns what is held of it now. */
  put(alert: Alert): Alert;
};

export const createAlertStore = (startedAt: Instant): AlertStore => {
  const held = new Map<string, Alert>();
  const collection = { startedAt, everyMs: COLLECTED_EVERY_MS };
  const isForgotten = (alert: Alert, now: Instant): boolean => {
    const collectedAt = lastRunAt(collection, now);
    return collectedAt > alert.updatedAt && isResolvedAt(alert, collectedAt);
  };
  return {
    put: (alert) => {
      const older = held.get(alert.fingerprint);
      const merged =
        older === undefined || isForgotten(older, alert.updatedAt)
          ? alert
          : mergeAlerts(older, alert);
      held.set(alert.fingerprint, merged);
      return merged;
    },
  };
};
