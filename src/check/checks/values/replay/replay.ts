import type { Labels } from "../../../../labels/labels.ts";
import { durationMs } from "../../../../lib/duration.ts";
import {
  type AlertRuleState,
  type AlertSample,
  alertKey,
  NO_ALERTS,
  stepAlerts,
} from "../../../../prometheus/alert-state.ts";
import { expandAlertTemplate } from "../../../../prometheus/template/expand-alert-template.ts";
import { descendants } from "../../../../promql/syntax/walk.ts";
import type { ExaminedAlert } from "../../../examined.ts";
import { evaluateAt } from "./evaluate-at.ts";
import { forgetLabels, METRIC_NAME, NotReplayed, type Sample, withoutName } from "./sample.ts";
import { type ReplayedVersion, type Storage, storedValues } from "./stored-series.ts";

/** A series with its values in promtool's notation. */
export type StorySeries = {
  readonly name: string;
  readonly labels: Labels;
  readonly values: string;
};

/** Series over time, and the moment that matters. */
export type Story = {
  /** Prometheus durations. */
  readonly interval: string;
  readonly evalTime: string;
  readonly series: readonly StorySeries[];
};

/** What a rule is said to do at the end of a story. */
export type Claim = "fires" | "silent";

/** Larger queries are not replayed, so that checks stay fast. */
const MOST_PARTS = 200;
const MOST_EVALUATIONS = 3000;

const isSmall = ({ query }: ExaminedAlert): boolean => {
  if (query === undefined) return false;
  let parts = 0;
  for (const _part of descendants(query.expr)) if (++parts > MOST_PARTS) return false;
  return true;
};

const storageOf = (story: Story): Omit<Storage, "version"> => ({
  intervalMs: durationMs(story.interval),
  series: story.series.map(({ name, labels, values }) => ({
    labels: { ...labels, [METRIC_NAME]: name },
    values: storedValues(values),
  })),
});

const TEMPLATE_VERSIONS = { "2.42": "2.42", "3": "current" } as const;

/** A text without templates is what it is. */
const expandLabel = (
  alert: ExaminedAlert,
  template: string,
  { labels, value, version }: Sample & { readonly version: ReplayedVersion },
): string => {
  if (!template.includes("{{")) return template;
  const expanded = expandAlertTemplate(template, {
    alert: alert.rule.name.text,
    version: TEMPLATE_VERSIONS[version],
    labels,
    value,
    externalLabels: {},
    externalUrl: undefined,
    now: 0,
  });
  if ("error" in expanded) throw new NotReplayed("a label that cannot be expanded");
  return expanded.output;
};

/** The labels of the alert but for its name: the rule's own go over those of the sample. */
const alertLabels = (
  alert: ExaminedAlert,
  { labels, value }: Sample,
  version: ReplayedVersion,
): Labels => {
  const own = withoutName(labels);
  if (alert.rule.labels.length === 0) return own;
  const result = new Map(Object.entries(own));
  for (const { name, value: template } of alert.rule.labels) {
    const text = expandLabel(alert, template.text, { labels: own, value, version });
    if (text === "") result.delete(name.text);
    else result.set(name.text, text);
  }
  return Object.fromEntries(result);
};

const samplesAt = (alert: ExaminedAlert, now: number, storage: Storage): AlertSample[] => {
  if (alert.query === undefined) throw new NotReplayed("a broken query");
  const value = evaluateAt(alert.query.expr, { now, storage });
  const samples = value.kind === "scalar" ? [{ labels: {}, value: value.value }] : value.samples;
  return samples.map((sample) => ({
    labels: alertLabels(alert, sample, storage.version),
    value: sample.value,
  }));
};

/** Without `keep_firing_for`, nothing that is longer ago than `for` matters. */
const firstEvaluation = (alert: ExaminedAlert, end: number, intervalMs: number): number => {
  if (alert.rule.keepFiringFor !== undefined) return 0;
  return end - Math.ceil((alert.rule.for?.ms ?? 0) / intervalMs) * intervalMs;
};

/** The first is before the story begins when that is shorter than `for`. */
type Evaluations = { readonly start: number; readonly end: number };

const distinct = (samples: readonly AlertSample[]): ReadonlyMap<string, AlertSample> => {
  const found = new Map(samples.map((sample) => [alertKey(sample.labels), sample]));
  if (found.size < samples.length) throw new NotReplayed("an evaluation that fails");
  return found;
};

/**
 * Without `keep_firing_for`, what fires is what there was at every evaluation since `for` ago. Looked at from the end
 * backwards, so that nothing more is evaluated once nothing can fire.
 */
const firingThroughout = (
  alert: ExaminedAlert,
  { start, end }: Evaluations,
  storage: Storage,
): AlertSample[] => {
  let held = distinct(samplesAt(alert, end, storage));
  if (start < 0) return [];
  for (let now = end - storage.intervalMs; now >= start; now -= storage.intervalMs) {
    if (held.size === 0) break;
    const before = distinct(samplesAt(alert, now, storage));
    held = new Map([...held].filter(([key]) => before.has(key)));
  }
  return [...held.values()];
};

const firing = (alert: ExaminedAlert, story: Story, storage: Storage): AlertSample[] => {
  const { intervalMs } = storage;
  const end = durationMs(story.evalTime);
  const start = firstEvaluation(alert, end, intervalMs);
  if ((end - start) / intervalMs > MOST_EVALUATIONS) throw new NotReplayed("too long a time");
  const { keepFiringFor } = alert.rule;
  if (keepFiringFor === undefined) return firingThroughout(alert, { start, end }, storage);
  const timing = { forMs: alert.rule.for?.ms ?? 0, keepFiringForMs: keepFiringFor.ms };
  let state: AlertRuleState = NO_ALERTS;
  for (let now = start; now <= end; now += intervalMs) {
    const step = stepAlerts(state, samplesAt(alert, now, storage), { now, timing });
    if (step.failure !== undefined) throw new NotReplayed("an evaluation that fails");
    state = step.state;
  }
  return [...state.values()].filter(({ phase }) => phase === "firing");
};

const written = (alerts: readonly AlertSample[]): string =>
  JSON.stringify(alerts.map(({ labels }) => Object.entries(labels).sort()).sort());

/**
 * The alerts of a rule that fire at the end of a story, evaluated at each of its intervals; undefined when that
 * cannot be said for the rule, or not for Prometheus 2.42 and 3 alike, or when it is not what is claimed.
 */
export const firingIn = (
  alert: ExaminedAlert,
  story: Story,
  claim?: Claim,
): readonly AlertSample[] | undefined => {
  if (!isSmall(alert) || alert.group.labels.length > 0 || alert.group.limit > 0) return undefined;
  try {
    const storage = storageOf(story);
    const before = firing(alert, story, { ...storage, version: "2.42" });
    if (claim !== undefined && before.length > 0 !== (claim === "fires")) return undefined;
    const now = firing(alert, story, { ...storage, version: "3" });
    return written(before) === written(now) ? before : undefined;
  } catch (error) {
    if (error instanceof NotReplayed) return undefined;
    throw error;
  } finally {
    forgetLabels();
  }
};
