import { durationMs, formatDuration } from "../lib/duration.ts";
import { settledWatchdogName } from "../model/delivery.ts";
import type { System } from "../model/system.ts";
import { type AlertRule, alertsOf } from "./alert-rule.ts";

/**
 * Prometheus's default `--rules.alert.for-grace-period`. After a restart, an alert whose `for` is
 * shorter is pending again and has to wait its whole `for`; one whose `for` is as long or longer is
 * restored. https://prometheus.io/docs/prometheus/latest/command-line/prometheus/
 */
const GRACE_MS = durationMs("10m");

/**
 * How long a Prometheus must have run before its word counts that an alert has ended: until every other
 * alert could fire again and its message has arrived, yet less than the grace period, from which on
 * Prometheus would restore this alert too.
 */
const settleTime = (system: System): string => {
  const waits = system.services
    .flatMap(alertsOf)
    .map((alert) => durationMs(alert.for ?? "0s"))
    .filter((waitMs) => waitMs < GRACE_MS);
  const evaluationMs = durationMs(system.evaluationInterval);
  const { groupWait, groupInterval } = system.alertmanager;
  const settledMs =
    Math.max(0, ...waits) + 2 * evaluationMs + durationMs(groupWait) + durationMs(groupInterval);
  return formatDuration(Math.min(settledMs, GRACE_MS - evaluationMs));
};

/**
 * The watchdog for Tocsin. A Prometheus that comes back in the middle of an outage evaluates at once,
 * while its alerts are still pending: the plain watchdog would make their end look real. The value
 * is the moment of evaluation.
 */
export const settledWatchdogRule = (system: System, watchdog: AlertRule): AlertRule => ({
  ...watchdog,
  alert: settledWatchdogName(system.watchdog),
  expr: "vector(time())",
  for: settleTime(system),
  annotations: {
    ...watchdog.annotations,
    summary: "Prometheus has run long enough for every other alert to have fired again",
    description:
      "This alert fires whenever Prometheus has run for some minutes. Tocsin believes that an alert has ended only when this one was evaluated after it.",
    evaluated_at: "{{ $value }}",
  },
});
