import type { Labels } from "../labels/labels.ts";

/** Prometheus goes on reporting a resolved alert for so long (rules/alerting.go, resolvedRetention). */
export const RESOLVED_RETENTION_MS = 15 * 60_000;

/** One element of an alerting rule's result, under the alert's own labels with those of the rule. */
export type AlertSample = { readonly labels: Labels; readonly value: number };

/** An alert that the rule knows of. Moments are those of evaluations, in milliseconds. */
export type ActiveAlert = {
  readonly labels: Labels;
  readonly value: number;
  readonly phase: "pending" | "firing" | "resolved";
  readonly activeAt: number;
  readonly firedAt: number | undefined;
  readonly resolvedAt: number | undefined;
  /** The first evaluation that missed a firing alert; undefined while its condition holds. */
  readonly keptSince: number | undefined;
};

/** The alerts of one rule by `alertKey`. */
export type AlertRuleState = ReadonlyMap<string, ActiveAlert>;

export type AlertRuleTiming = {
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** Most alerts that are pending or fire; 0 is no limit. */
  readonly limit?: number;
};

export type AlertTransition = {
  /** `forgotten` is a pending alert that disappears; nobody ever hears of it. */
  readonly to: "pending" | "firing" | "resolved" | "forgotten";
  readonly at: number;
  readonly alert: ActiveAlert;
};

export type AlertStep = {
  readonly state: AlertRuleState;
  readonly transitions: readonly AlertTransition[];
  /** Why the evaluation failed; then no alert is written at this evaluation. */
  readonly failure: "duplicate-labels" | "limit" | undefined;
};

export const NO_ALERTS: AlertRuleState = new Map();

const keys = new WeakMap<Labels, string>();

/** A text that is the same for the same labels, whatever their order. */
export const alertKey = (labels: Labels): string => {
  const known = keys.get(labels);
  if (known !== undefined) return known;
  const names = Object.keys(labels).sort();
  const key = JSON.stringify(names.map((name) => [name, labels[name]]));
  keys.set(labels, key);
  return key;
};

type Evaluation = { readonly now: number; readonly timing: AlertRuleTiming };

/** An alert whose condition holds. */
const held = (
  known: ActiveAlert | undefined,
  { labels, value }: AlertSample,
  { now, timing }: Evaluation,
): ActiveAlert => {
  const isNew = known === undefined || known.phase === "resolved";
  const activeAt = isNew ? now : known.activeAt;
  const isFiring = (!isNew && known.phase === "firing") || now - activeAt >= timing.forMs;
  const firedAt = isFiring && (isNew || known.phase === "pending") ? now : known?.firedAt;
  return {
    labels: isNew ? labels : known.labels,
    value,
    phase: isFiring ? "firing" : "pending",
    activeAt,
    firedAt: isFiring ? firedAt : undefined,
    resolvedAt: undefined,
    keptSince: undefined,
  };
};

/** An alert whose condition holds no more; undefined once the rule forgets it. */
const missed = (alert: ActiveAlert, { now, timing }: Evaluation): ActiveAlert | undefined => {
  if (alert.phase === "pending") return undefined;
  if (alert.phase === "resolved") {
    return now - (alert.resolvedAt ?? now) > RESOLVED_RETENTION_MS ? undefined : alert;
  }
  if (timing.keepFiringForMs > 0) {
    const keptSince = alert.keptSince ?? now;
    if (now - keptSince < timing.keepFiringForMs) {
      return keptSince === alert.keptSince ? alert : { ...alert, keptSince };
    }
  }
  return { ...alert, phase: "resolved", resolvedAt: now };
};

/** The phases that an alert went through in one evaluation: without `for` it is pending and fires at once. */
const transitionsTo = (
  before: ActiveAlert | undefined,
  after: ActiveAlert,
  at: number,
): AlertTransition[] => {
  if (before?.phase === after.phase) return [];
  const isNew = before === undefined || before.phase === "resolved";
  const pending: AlertTransition[] =
    isNew && after.phase !== "resolved" ? [{ to: "pending", at, alert: after }] : [];
  return after.phase === "pending" ? pending : [...pending, { to: after.phase, at, alert: after }];
};

const byKey = (samples: readonly AlertSample[]): Map<string, AlertSample> | undefined => {
  const found = new Map<string, AlertSample>();
  for (const sample of samples) found.set(alertKey(sample.labels), sample);
  return found.size === samples.length ? found : undefined;
};

/** The alerts that are written as `ALERTS` at an evaluation: those that are pending or fire. */
export const writtenAlerts = (state: AlertRuleState): ActiveAlert[] =>
  [...state.values()].filter(({ phase }) => phase !== "resolved");

/**
 * One evaluation of an alerting rule, as Prometheus 2.42 and 3 make it (rules/alerting.go, Eval): a new
 * alert is pending from `now` on and fires once it has held for `forMs`; a pending one that is missed is
 * forgotten; a firing one that is missed goes on for `keepFiringForMs` from the first evaluation that
 * missed it, which is one evaluation longer than the documentation says, and is then resolved. Two
 * samples with the same labels fail the evaluation and change nothing; more alerts than the limit fail
 * it and make the rule forget all of them, those that fire too.
 */
export const stepAlerts = (
  state: AlertRuleState,
  samples: readonly AlertSample[],
  { now, timing }: Evaluation,
): AlertStep => {
  if (samples.length === 0 && state.size === 0) {
    return { state, transitions: [], failure: undefined };
  }
  const found = byKey(samples);
  if (found === undefined) return { state, transitions: [], failure: "duplicate-labels" };
  const next = new Map<string, ActiveAlert>();
  const transitions: AlertTransition[] = [];
  for (const [key, alert] of state) {
    if (found.has(key)) continue;
    const after = missed(alert, { now, timing });
    if (after !== undefined) {
      next.set(key, after);
      transitions.push(...transitionsTo(alert, after, now));
    } else if (alert.phase === "pending") transitions.push({ to: "forgotten", at: now, alert });
  }
  for (const [key, sample] of found) {
    const before = state.get(key);
    const after = held(before, sample, { now, timing });
    next.set(key, after);
    transitions.push(...transitionsTo(before, after, now));
  }
  const limit = timing.limit ?? 0;
  if (limit > 0 && writtenAlerts(next).length > limit) {
    return { state: NO_ALERTS, transitions: [], failure: "limit" };
  }
  return { state: next, transitions, failure: undefined };
};
