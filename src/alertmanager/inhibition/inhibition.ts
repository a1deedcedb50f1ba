import type { Labels } from "../../labels/labels.ts";
import { compileMatchers, labelValue } from "../../labels/match.ts";
import type { Matcher } from "../../labels/matcher.ts";
import type { Instant } from "../../lib/clock.ts";

/** A rule by which alerts that match `source` keep back those that match `target`. */
export type InhibitionRule = {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Labels that must have the same value on both sides; absent on both counts as the same. */
  readonly equal: readonly string[];
};

/** An alert as inhibition sees it. */
export type InhibitingAlert = {
  /** What tells it from other alerts. */
  readonly fingerprint: string;
  readonly labels: Labels;
  /** When it is resolved, or will be if it is not heard of again; undefined while nothing is known of that. */
  readonly endsAt: Instant | undefined;
};

/** That an alert is kept back. */
export type Inhibited = {
  readonly source: InhibitingAlert;
  /** The place of the rule among the rules. */
  readonly rule: number;
};

type RuleSources = {
  readonly isSource: (labels: Labels) => boolean;
  readonly isTarget: (labels: Labels) => boolean;
  readonly equal: readonly string[];
  /** Source alerts by the values of the equal labels. */
  readonly sources: Map<string, Sources>;
};

/** Source alerts that have the same values, by fingerprint, those that match both sides apart. */
type Sources = {
  readonly oneSided: Map<string, InhibitingAlert>;
  readonly twoSided: Map<string, InhibitingAlert>;
};

/** The alerts that may keep others back, ready to be asked about any alert. */
export type Inhibitor = { readonly rules: readonly RuleSources[] };

/** An inhibitor that knows no alert yet. */
export const createInhibitor = (rules: readonly InhibitionRule[]): Inhibitor => ({
  rules: rules.map(({ source, target, equal }) => ({
    isSource: compileMatchers(source),
    isTarget: compileMatchers(target),
    equal,
    sources: new Map(),
  })),
});

const equalValues = (equal: readonly string[], labels: Labels): string => {
  let values = "";
  for (const name of equal) values += `${labelValue(labels, name)}\u0000`;
  return values;
};

/** Takes note of an alert, firing or resolved, in place of what was known of it. */
export const noteAlert = (inhibitor: Inhibitor, alert: InhibitingAlert): void => {
  for (const { isSource, isTarget, equal, sources } of inhibitor.rules) {
    if (!isSource(alert.labels)) continue;
    const values = equalValues(equal, alert.labels);
    const alerts = sources.get(values) ?? { oneSided: new Map(), twoSided: new Map() };
    sources.set(values, alerts);
    const side = isTarget(alert.labels) ? alerts.twoSided : alerts.oneSided;
    side.set(alert.fingerprint, alert);
  }
};

/** Forgets an alert. */
export const forgetAlert = (inhibitor: Inhibitor, alert: InhibitingAlert): void => {
  for (const { isSource, equal, sources } of inhibitor.rules) {
    if (!isSource(alert.labels)) continue;
    const values = equalValues(equal, alert.labels);
    const alerts = sources.get(values);
    if (alerts === undefined) continue;
    alerts.oneSided.delete(alert.fingerprint);
    alerts.twoSided.delete(alert.fingerprint);
    if (alerts.oneSided.size + alerts.twoSided.size === 0) sources.delete(values);
  }
};

const isFiring = ({ endsAt }: InhibitingAlert, now: Instant): boolean =>
  endsAt === undefined || endsAt > now;

const firstFiring = (
  alerts: ReadonlyMap<string, InhibitingAlert>,
  now: Instant,
): InhibitingAlert | undefined => {
  for (const alert of alerts.values()) if (isFiring(alert, now)) return alert;
  return undefined;
};

const sourceOf = (rule: RuleSources, labels: Labels, now: Instant): InhibitingAlert | undefined => {
  const alerts = rule.sources.get(equalValues(rule.equal, labels));
  if (alerts === undefined || !rule.isTarget(labels)) return undefined;
  const source = firstFiring(alerts.oneSided, now);
  if (source !== undefined || rule.isSource(labels)) return source;
  return firstFiring(alerts.twoSided, now);
};

/**
 * Which firing alert keeps an alert with these labels back at the moment, by the first rule that does; undefined
 * when none does. An alert that matches both sides of a rule is not kept back by one that does too, itself
 * included. Sources count whether or not they are silenced, muted or kept back themselves.
 *
 * This is what 0.25 does, and 0.34.1 and later. From 0.28.1 up to 0.34.0 Alertmanager kept only one source for
 * each set of equal values, so that one that was resolved or matched both sides could hide the others.
 */
export const inhibitedBy = (
  inhibitor: Inhibitor,
  labels: Labels,
  now: Instant,
): Inhibited | undefined => {
  for (const [rule, sources] of inhibitor.rules.entries()) {
    const source = sourceOf(sources, labels, now);
    if (source !== undefined) return { source, rule };
  }
  return undefined;
};

/** Of these alerts, those that are kept back at the moment, by fingerprint, and by which. */
export const inhibits = (
  rules: readonly InhibitionRule[],
  alerts: readonly InhibitingAlert[],
  now: Instant,
): ReadonlyMap<string, Inhibited> => {
  const inhibitor = createInhibitor(rules);
  for (const alert of alerts) noteAlert(inhibitor, alert);
  const found = new Map<string, Inhibited>();
  for (const { fingerprint, labels } of alerts) {
    const inhibited = inhibitedBy(inhibitor, labels, now);
    if (inhibited !== undefined) found.set(fingerprint, inhibited);
  }
  return found;
};
