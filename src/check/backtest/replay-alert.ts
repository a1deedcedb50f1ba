import type { Labels } from "../../labels/labels.ts";
import { withoutLabels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import {
  type ActiveAlert,
  type AlertRuleState,
  type AlertSample,
  type AlertStep,
  type AlertTransition,
  NO_ALERTS,
  stepAlerts,
} from "../../prometheus/alert-state.ts";
import type { QueryRange, RangeSeries } from "../../prometheus/range-series.ts";
import { expandAlertTemplate } from "../../prometheus/template/expand-alert-template.ts";
import { METRIC_NAME } from "../../promql/labels/branch.ts";
import { templateVersion } from "../checks/labels/alert-text.ts";
import type { ExaminedAlert } from "../examined.ts";
import type { Settings } from "../settings.ts";
import { type Answer, answeredFrom } from "./question.ts";

/** One time that one alert fired. */
export type Firing = {
  /** As its rule gives them, with `alertname`. */
  readonly labels: Labels;
  /** The first evaluation that found its condition. */
  readonly activeAt: Instant;
  readonly firedAt: Instant;
  /** Undefined while it fires at the end of what is looked at. */
  readonly resolvedAt: Instant | undefined;
};

export type AlertReplay = {
  readonly firings: readonly Firing[];
  /** Times that the condition held and ceased to hold before `for` had passed. */
  readonly pendingOnly: number;
  /** How many evaluations failed, and why. */
  readonly failures: ReadonlyMap<NonNullable<AlertStep["failure"]>, number>;
};

export type ReplayedAlert = {
  readonly alert: ExaminedAlert;
  readonly settings: Settings;
  readonly externalLabels: Labels;
  /** By how much rules of the group read in the past, in milliseconds. */
  readonly offsetMs: number;
};

const expanded = (
  template: string,
  { labels, value, at }: { labels: Labels; value: number; at: Instant },
  { alert, settings, externalLabels }: ReplayedAlert,
): string => {
  if (!template.includes("{{")) return template;
  const result = expandAlertTemplate(template, {
    alert: alert.rule.name.text,
    version: templateVersion(settings),
    labels,
    value,
    externalLabels,
    externalUrl: undefined,
    now: at,
    query: () => ({ error: "queries of labels are not replayed" }),
  });
  return "error" in result ? result.error.shown : result.output;
};

/** The labels of the alert that a series gives; computed once where its value does not matter. */
const labelling = (series: RangeSeries, replayed: ReplayedAlert) => {
  const { rule, group } = replayed.alert;
  const own = withoutLabels(series.labels, [METRIC_NAME]);
  const written = [...group.labels, ...rule.labels];
  const labelsAt = (value: number, at: Instant): Labels => {
    const labels = new Map(Object.entries(own));
    for (const pair of written) {
      const text = expanded(pair.value.text, { labels: own, value, at }, replayed);
      if (text === "") labels.delete(pair.name.text);
      else labels.set(pair.name.text, text);
    }
    return Object.fromEntries([...labels, ["alertname", rule.name.text]]);
  };
  const isFixed = !written.some(({ value }) => /\{\{.*(?:value|now|Value)/s.test(value.text));
  if (!isFixed) return labelsAt;
  let labels: Labels | undefined;
  return (value: number, at: Instant): Labels => {
    labels ??= labelsAt(value, at);
    return labels;
  };
};

/** The samples of each evaluation that has any, by its time. */
const samplesByTime = (
  series: readonly RangeSeries[],
  replayed: ReplayedAlert,
): Map<Instant, AlertSample[]> => {
  const byTime = new Map<Instant, AlertSample[]>();
  for (const one of series) {
    const labelsAt = labelling(one, replayed);
    for (const [index, readAt] of one.times.entries()) {
      const at = readAt + replayed.offsetMs;
      const value = one.values[index] ?? Number.NaN;
      const sample = { labels: labelsAt(value, at), value };
      const known = byTime.get(at);
      if (known === undefined) byTime.set(at, [sample]);
      else known.push(sample);
    }
  }
  return byTime;
};

const NONE: readonly AlertSample[] = [];

/** Evaluations at which something can happen: those with samples, and those after them while alerts are known. */
const evaluations = function* (
  byTime: ReadonlyMap<Instant, readonly AlertSample[]>,
  { range, offsetMs }: { readonly range: QueryRange; readonly offsetMs: number },
  isIdle: () => boolean,
): Generator<{ readonly at: Instant; readonly samples: readonly AlertSample[] }> {
  const to = range.to + offsetMs;
  let at = Number.NEGATIVE_INFINITY;
  for (const next of [...byTime.keys()].sort((a, b) => a - b)) {
    for (at += range.stepMs; at < next && !isIdle(); at += range.stepMs) {
      yield { at, samples: NONE };
    }
    at = next;
    yield { at, samples: byTime.get(next) ?? NONE };
  }
  for (at += range.stepMs; at <= to && !isIdle(); at += range.stepMs) yield { at, samples: NONE };
};

const firingOf = ({ labels, activeAt, firedAt, resolvedAt }: ActiveAlert): Firing => ({
  labels,
  activeAt,
  firedAt: firedAt ?? activeAt,
  resolvedAt,
});

/** Collects what comes of the transitions. */
const createLedger = () => {
  const open = new Map<Labels, ActiveAlert>();
  const firings: Firing[] = [];
  let pendingOnly = 0;
  return {
    take: ({ to, alert }: AlertTransition): void => {
      if (to === "firing") open.set(alert.labels, alert);
      else if (to === "forgotten") pendingOnly += 1;
      else if (to === "resolved") {
        firings.push(firingOf(alert));
        open.delete(alert.labels);
      }
    },
    /** The rule forgets all its alerts at once, without a word to anybody: they end when Alertmanager thinks so. */
    forget: (at: Instant): void => {
      for (const alert of open.values()) firings.push(firingOf({ ...alert, resolvedAt: at }));
      open.clear();
    },
    result: () => ({
      firings: [...firings, ...[...open.values()].map(firingOf)].toSorted(
        (a, b) => a.firedAt - b.firedAt,
      ),
      pendingOnly,
    }),
  };
};

/**
 * What the rule makes of the results of its query: Prometheus's own states, evaluation by evaluation. Where the query
 * has no answer nothing changes, as in Prometheus, which keeps the alerts of a rule whose query fails.
 */
export const replayAlert = (
  { series, unanswered }: Answer,
  range: QueryRange,
  replayed: ReplayedAlert,
): AlertReplay => {
  const { rule, group } = replayed.alert;
  const timing = {
    forMs: rule.for?.ms ?? 0,
    keepFiringForMs: rule.keepFiringFor?.ms ?? 0,
    limit: group.limit,
  };
  const byTime = samplesByTime(series, replayed);
  const ledger = createLedger();
  let state: AlertRuleState = NO_ALERTS;
  const failures = new Map<NonNullable<AlertStep["failure"]>, number>();
  const { offsetMs } = replayed;
  const looks = evaluations(byTime, { range, offsetMs }, () => state.size === 0);
  for (const { at, samples } of looks) {
    const readAt = at - offsetMs;
    if (answeredFrom(readAt, unanswered, range.stepMs) > readAt) continue;
    const step = stepAlerts(state, samples, { now: at, timing });
    state = step.state;
    const { failure } = step;
    if (failure !== undefined) failures.set(failure, (failures.get(failure) ?? 0) + 1);
    if (failure === "limit") ledger.forget(at);
    for (const transition of step.transitions) ledger.take(transition);
  }
  return { ...ledger.result(), failures };
};
