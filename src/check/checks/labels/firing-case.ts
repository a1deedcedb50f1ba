import type { Labels } from "../../../labels/labels.ts";
import { allowsAbsence, onlyValue, satisfy } from "../../../labels/language.ts";
import { matchesValue } from "../../../labels/match.ts";
import { formatDuration } from "../../../lib/duration.ts";
import { alertLabels } from "../../../promql/labels/alert-labels.ts";
import { branchOf, type LabelAlternative } from "../../../promql/labels/label-alternative.ts";
import { type LabelFlow, labelFlow } from "../../../promql/labels/label-flow.ts";
import type { Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import {
  at,
  type Course,
  high,
  low,
  type Scenario,
} from "../../../promql/values/witness/course.ts";
import { type History, historyOf } from "../../../promql/values/witness/history.ts";
import { type Courses, coursesOf, play } from "../../../promql/values/witness/play.ts";
import { labelsOfSeries, writtenSeries } from "../../../promql/values/witness/series-labels.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { ExaminedAlert, Query } from "../../examined.ts";
import { ruleLabels } from "./own-labels.ts";

/** A series as promtool's tests have it. */
export type Line = { readonly series: string; readonly values: string };

/** Labels of one series for each selector of a query. */
export type SeriesLabels = ReadonlyMap<VectorSelector, ReadonlyMap<string, string>>;

/** One series for each selector, the same labels wherever they can be, and how long they go on. */
export type Setting = { readonly labels: SeriesLabels; readonly history: History };

/** These belong to the parts of histograms and summaries. */
const OF_PARTS: ReadonlySet<string> = new Set(["__name__", "le", "quantile"]);

const EXAMPLE = "example";

/** The labels with those that the series are declared to have always. */
const withDeclared = (
  query: Query,
  selector: VectorSelector,
  labels: ReadonlyMap<string, string>,
) => {
  const [alternative, ...others] = query.labelsOf(selector).alternatives;
  if (alternative === undefined || others.length > 0) return labels;
  const all = new Map(labels);
  for (const [name, constraint] of Object.entries(alternative.labels.known)) {
    if (all.has(name) || OF_PARTS.has(name) || allowsAbsence(constraint)) continue;
    const found = satisfy(constraint);
    const isUsual = constraint.every((matcher) => matchesValue(matcher, EXAMPLE));
    const value = found.kind === "satisfiable" && !isUsual ? found.witness : EXAMPLE;
    all.set(name, value);
  }
  return all;
};

/** Undefined where no such series are found, or where a selector does not name its metric. */
export const settingOf = (
  alert: ExaminedAlert,
  query: Query,
  parts: readonly Expr[] = query.values().order,
): Setting | undefined => {
  const history = historyOf(parts, alert.rule.for?.ms ?? 0);
  const labels = labelsOfSeries(parts);
  if (history === undefined || labels === undefined || labels.size === 0) return undefined;
  if ([...labels.keys()].some(({ metric }) => metric === "")) return undefined;
  const all = new Map(
    [...labels].map(([selector, own]) => [selector, withDeclared(query, selector, own)]),
  );
  return { labels: all, history };
};

export const line = (
  metric: string,
  labels: ReadonlyMap<string, string>,
  values: string,
): Line => ({ series: writtenSeries(metric, labels), values });

/** Each series once. */
export const distinctLines = (lines: readonly Line[]): readonly Line[] => [
  ...new Map(lines.map((one) => [one.series, one])).values(),
];

type Outcome = Pick<Counterexample & { kind: "series" }, "firing" | "error">;

export const seriesExample = (
  alert: ExaminedAlert,
  { intervalMs, steps }: History,
  { series, ...outcome }: Outcome & { readonly series: readonly Line[] },
): Counterexample => ({
  kind: "series",
  interval: formatDuration(intervalMs),
  series: [...distinctLines(series)],
  evalTime: formatDuration(intervalMs * steps),
  alertname: alert.rule.name.text,
  ...outcome,
});

const exactly = (
  selector: VectorSelector,
  labels: ReadonlyMap<string, string>,
): LabelAlternative => {
  const reason = { cause: "selector", because: "the series has it", span: selector.span } as const;
  const known = Object.fromEntries(
    [...labels].map(([name, value]) => [name, [{ operator: "=" as const, value }]]),
  );
  return {
    labels: { known, others: "impossible" },
    reasons: new Map([...labels.keys()].map((name) => [name, reason])),
    others: reason,
  };
};

const flowOfSeries = (query: Query, series: SeriesLabels): LabelFlow =>
  labelFlow(query.expr, {
    ruleSeries: (selector) => [branchOf(exactly(selector, series.get(selector) ?? new Map()))],
  });

/** Whether the labels of these series alone keep the query from giving anything. */
export const isEmptyOf = (query: Query, series: SeriesLabels): boolean =>
  flowOfSeries(query, series).alternatives.length === 0;

/** The labels of the one alert that can come of these series, but for its name; undefined where that is not sure. */
export const firedLabels = (
  alert: ExaminedAlert,
  query: Query,
  series: SeriesLabels,
): Labels | undefined => {
  const flow = flowOfSeries(query, series);
  const [arriving, ...others] = alertLabels(flow, ruleLabels(alert));
  if (arriving === undefined || others.length > 0) return undefined;
  const labels: [string, string][] = [];
  for (const [name, constraint] of Object.entries(arriving.known)) {
    const value = onlyValue(constraint);
    if (value === undefined) return undefined;
    if (value !== "" && name !== "alertname") labels.push([name, value]);
  }
  return Object.fromEntries(labels);
};

/** Series with which the alert fires for certain. */
export type FiringCase = Setting & { readonly courses: Courses };

const SCENARIOS: readonly Scenario[] = [high, low, () => at(0), () => at(1)];

export const firingCase = (alert: ExaminedAlert, query: Query): FiringCase | undefined => {
  const setting = settingOf(alert, query);
  if (setting === undefined || isEmptyOf(query, setting.labels)) return undefined;
  const analysis = query.values();
  for (const scenario of SCENARIOS) {
    const courses = coursesOf(analysis, scenario);
    if (![...courses.values()].every(isPlain)) continue;
    if (play(analysis, courses, setting.history) === "fires") return { ...setting, courses };
  }
  return undefined;
};

const isPlain = ({ kind }: Course): boolean => kind === "constant" || kind === "growing";

const valuesOf = (course: Course | undefined, steps: number): string =>
  course?.kind === "growing"
    ? `${course.from}+${course.step}x${steps}`
    : `${course?.kind === "constant" ? course.value : 1}x${steps}`;

/** The lines of the case, with other labels for some selectors. */
export const linesOf = (
  { labels, courses, history }: FiringCase,
  changed: SeriesLabels = new Map(),
): readonly Line[] =>
  [...labels].map(([selector, own]) =>
    line(
      metricOf(selector),
      changed.get(selector) ?? own,
      valuesOf(courses.get(selector), history.steps),
    ),
  );
