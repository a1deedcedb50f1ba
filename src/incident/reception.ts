import type { Webhook, WebhookAlert } from "../alertmanager/webhook.ts";
import { fingerprintOf, type Labels, withoutLabels } from "../labels/labels.ts";
import type { Instant } from "../lib/clock.ts";
import { durationMs } from "../lib/duration.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Severity } from "../model/severity.ts";
import { ownerOf } from "./owner.ts";

/** One alert as a sender reported it, with its identity worked out. */
export type ReceivedAlert = {
  fingerprint: string;
  name: string;
  severity: Severity;
  labels: Labels;
  annotations: Labels;
  generatorUrl: string;
  status: "firing" | "resolved";
  startsAt: Instant;
  /** When it ended, for a resolved alert. */
  endsAt: Instant | null;
  /** Which Prometheus it came from: the values of the source labels. */
  source: string;
  /** Alerts with the same key belong to one incident, unless they already are in another open one. */
  incidentKey: string;
};

/** Proof that a source evaluated its rules at `at`. */
export type SignOfLife = { source: string; at: Instant };

export type Reception = {
  alerts: readonly ReceivedAlert[];
  signsOfLife: readonly SignOfLife[];
};

const SOURCE_LABELS = ["cluster"];
const REPLICA_LABELS = ["prometheus_replica"];
const WATCHDOG = { alertname: "Watchdog", lostAfter: "5m" };

/**
 * How old the news of a watchdog without `evaluated_at` may be: Alertmanager keeps an alert alive for
 * four times Prometheus's resend delay of 1m after the last word from Prometheus, and one more minute
 * may pass before it is repeated.
 */
const PLAIN_WATCHDOG_LAG_MS = durationMs("5m");

/**
 * How long a watchdog without `evaluated_at` must have fired before it proves anything: after a restart
 * an alert with a `for` below the grace period of 10m is pending again, and its message takes some
 * minutes more. `tocsin build` computes the same exactly, for its own watchdog.
 */
const PLAIN_WATCHDOG_SETTLED_MS = durationMs("15m");

/** How far a Prometheus's clock may go ahead of ours for its `evaluated_at` to count. */
const LARGEST_SKEW_MS = durationMs("1m");

/** How long a reported resolve may wait for a sign of life before its source counts as lost. */
export const lostAfterMs = (catalog: Catalog | null): number =>
  durationMs((catalog?.watchdog ?? WATCHDOG).lostAfter);

const SEVERITY_WORDS: ReadonlyMap<string, Severity> = new Map([
  ["info", "info"],
  ["none", "info"],
  ["notice", "info"],
  ["debug", "info"],
  ["warning", "warning"],
  ["warn", "warning"],
  ["ticket", "warning"],
  ["minor", "warning"],
  ["low", "warning"],
]);

/** The severity label as one of ours. A word that we do not know counts as critical: it must not be lost. */
const severityOf = (labels: Labels): Severity =>
  SEVERITY_WORDS.get((labels["severity"] ?? "").toLowerCase()) ?? "critical";

/** PostgreSQL cannot index a text of more than about 2,700 bytes; a character takes up to three. */
const LONGEST_KEY = 600;

/** The named labels and their values as JSON; in their place a fingerprint when that would be too long. */
const valuesOf = (labels: Labels, names: readonly string[]): string => {
  const pairs = names.map((name) => [name, labels[name] ?? ""]);
  const text = JSON.stringify(pairs);
  if (text.length <= LONGEST_KEY) return text;
  return JSON.stringify([["fingerprint", fingerprintOf(Object.fromEntries(pairs))]]);
};

const lifeOf = (alert: WebhookAlert, source: string, receivedAt: Instant): SignOfLife => {
  const evaluatedAt = Number(alert.annotations["evaluated_at"]) * 1000;
  const believable = evaluatedAt > 0 && evaluatedAt <= receivedAt + LARGEST_SKEW_MS;
  // Never in the future: a life kept from before the clock was set right would prove too much.
  if (believable) return { source, at: Math.min(evaluatedAt, receivedAt) };
  // The source is known to have a watchdog, but proves nothing yet.
  const isFresh = receivedAt - Date.parse(alert.startsAt) < PLAIN_WATCHDOG_SETTLED_MS;
  return { source, at: isFresh ? 0 : receivedAt - PLAIN_WATCHDOG_LAG_MS };
};

/** Replicas of one source may disagree: an alert that fires on one of them has not ended. */
const believed = (alerts: readonly ReceivedAlert[]): ReceivedAlert[] => {
  const firing = new Set(
    alerts.filter(({ status }) => status === "firing").map(({ fingerprint }) => fingerprint),
  );
  return alerts.filter(
    ({ status, fingerprint }) => status === "firing" || !firing.has(fingerprint),
  );
};

/** Works out what a notification says: whose alerts, of which incident, and which sources are alive. */
export const receive = (
  webhook: Webhook,
  catalog: Catalog | null,
  receivedAt: Instant,
): Reception => {
  const groupBy = catalog?.groupBy ?? Object.keys(webhook.groupLabels);
  const watchdog = (catalog?.watchdog ?? WATCHDOG).alertname;
  const alerts: ReceivedAlert[] = [];
  const signsOfLife: SignOfLife[] = [];
  for (const alert of webhook.alerts) {
    const labels = withoutLabels(alert.labels, catalog?.replicaLabels ?? REPLICA_LABELS);
    const source = valuesOf(labels, catalog?.sourceLabels ?? SOURCE_LABELS);
    const name = labels["alertname"] ?? "";
    if (name === watchdog) {
      if (alert.status === "firing") signsOfLife.push(lifeOf(alert, source, receivedAt));
      continue;
    }
    const team = ownerOf(labels, catalog).team;
    alerts.push({
      fingerprint: fingerprintOf(labels),
      name,
      severity: severityOf(labels),
      labels,
      annotations: alert.annotations,
      generatorUrl: alert.generatorURL,
      status: alert.status,
      startsAt: Date.parse(alert.startsAt),
      endsAt: alert.status === "resolved" ? Date.parse(alert.endsAt) : null,
      source,
      incidentKey: `${team ?? ""}${valuesOf(labels, groupBy)}`,
    });
  }
  return { alerts: believed(alerts), signsOfLife };
};
