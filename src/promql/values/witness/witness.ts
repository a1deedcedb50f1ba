import type { Labels } from "../../../labels/labels.ts";
import { formatDuration } from "../../../lib/duration.ts";
import type { Binary } from "../../syntax/expr.ts";
import { type Analysis, factsIn } from "../evaluate.ts";
import type { Outcome } from "../outcome.ts";
import { metricOf } from "../selector-facts.ts";
import { thresholdsIn } from "../thresholds.ts";
import { constantOf } from "../value-facts.ts";
import type { ValueVerdict } from "../verdicts/verdict.ts";
import {
  at,
  type Course,
  except,
  high,
  idleWithin,
  low,
  missing,
  type Scenario,
} from "./course.ts";
import { type History, historyOf } from "./history.ts";
import { type Courses, coursesOf, play } from "./play.ts";
import { labelsOfSeries, type SeriesLabels, writtenSeries } from "./series-labels.ts";

/** One series, and its values in the notation of `promtool test rules`. */
export type WitnessSeries = {
  readonly name: string;
  readonly labels: Labels;
  readonly values: string;
};

/** Input series that show a verdict, in the notation of `promtool test rules`. */
export type ValueWitness = {
  readonly interval: string;
  readonly series: readonly WitnessSeries[];
  readonly evalTime: string;
  /** Whether there is an alert at that time. */
  readonly outcome: "fires" | "silent";
};

/** What would show the verdict: series, and what the alert must then do. */
type Attempt = { readonly scenario: Scenario; readonly expected: Outcome };

const isUpwards = ({ operator }: Binary): boolean => operator === ">" || operator === ">=";
const isDownwards = ({ operator }: Binary): boolean => operator === "<" || operator === "<=";

const extremes = (node: Binary): readonly Scenario[] =>
  isDownwards(node) ? [low, high, missing] : [high, low, missing];

const ofUnits = (verdict: ValueVerdict, analysis: Analysis): readonly Attempt[] => {
  const { node } = verdict;
  if (node.kind !== "binary") return [];
  const { dimension } = factsIn(analysis, node.left);
  if (dimension?.quantity !== "ratio" || constantOf(factsIn(analysis, node.right)) === undefined) {
    return [];
  }
  if (isUpwards(node)) return [{ scenario: high, expected: "silent" }];
  return isDownwards(node) ? [{ scenario: high, expected: "fires" }] : [];
};

/** A counter that stands still, far above the threshold. */
const ofCounter = (verdict: ValueVerdict, analysis: Analysis): readonly Attempt[] => {
  const threshold = thresholdsIn(analysis).find(({ node }) => node === verdict.node);
  const origin = threshold?.valueFacts.origin;
  const constant = threshold === undefined ? undefined : constantOf(threshold.thresholdFacts);
  if (origin === undefined || constant === undefined || !Number.isFinite(constant)) return [];
  const far = Math.ceil(Math.abs(constant) * 1000 + 1000);
  return [far, 0].map((value) => ({
    scenario: except(origin.span, at(value)),
    expected: "fires" as const,
  }));
};

const ofDivision = ({ node, because }: ValueVerdict): readonly Attempt[] => {
  const [zero] = because;
  if (node.kind !== "binary" || zero === undefined) return [];
  return [
    { scenario: except(zero.span, at(0)), expected: "fires" },
    { scenario: except(zero.span, at(0)), expected: "silent" },
  ];
};

const attemptsFor = (verdict: ValueVerdict, analysis: Analysis): readonly Attempt[] => {
  const { node } = verdict;
  switch (verdict.kind) {
    case "never-holds":
    case "nan-comparison":
      if (node.kind !== "binary") return [];
      return extremes(node).map((scenario) => ({ scenario, expected: verdict.effect }));
    case "always-holds":
    case "bool-always-fires":
      return [low, high].map((scenario) => ({ scenario, expected: "fires" }));
    case "division-by-zero":
      return ofDivision(verdict);
    case "nan-without-traffic":
    case "nan-in-aggregation":
      return [{ scenario: idleWithin(node.span), expected: "silent" }];
    case "zero-as-failure":
      return verdict.because.map(({ span }) => ({
        scenario: except(span, at(0)),
        expected: "fires",
      }));
    case "raw-counter":
      return ofCounter(verdict, analysis);
    case "quantile-out-of-range":
      return [
        { scenario: high, expected: "fires" },
        { scenario: high, expected: "silent" },
      ];
    case "unit-mismatch":
      return ofUnits(verdict, analysis);
    default:
      return [];
  }
};

/** Without an exponent, which series notation has no place for. */
const plain = (value: number): string =>
  Number.isSafeInteger(value) ? String(value) : value.toLocaleString("en", PLAIN);
const PLAIN = { useGrouping: false, maximumFractionDigits: 12 } as const;

const written = (course: Course, steps: number): string => {
  if (course.kind === "growing") return `${plain(course.from)}+${plain(course.step)}x${steps}`;
  return course.kind === "constant" ? `${plain(course.value)}x${steps}` : "";
};

const linesOf = (
  name: string,
  chosen: SeriesLabels,
  [course, steps]: [Course, number],
): readonly WitnessSeries[] => {
  if (course.kind === "missing") return [];
  const labels = Object.fromEntries(chosen);
  if (course.kind !== "slow") return [{ name, labels, values: written(course, steps) }];
  const bucket = (le: string, values: string): WitnessSeries => ({
    name,
    labels: { ...labels, le },
    values,
  });
  return [
    ...course.buckets.map((bound) => bucket(plain(bound), `0x${steps}`)),
    bucket("+Inf", `0+${plain(course.step)}x${steps}`),
  ];
};

/** One line for each series; undefined when two selectors want one series to go different ways. */
const seriesOf = (
  analysis: Analysis,
  courses: Courses,
  { steps }: History,
): readonly WitnessSeries[] | undefined => {
  const labels = labelsOfSeries(analysis.order);
  if (labels === undefined) return undefined;
  const lines = new Map<string, WitnessSeries>();
  for (const [selector, course] of courses) {
    const name = metricOf(selector);
    if (name === "") return undefined;
    for (const line of linesOf(name, labels.get(selector) ?? new Map(), [course, steps])) {
      const key = writtenSeries(name, new Map(Object.entries(line.labels)));
      if ((lines.get(key) ?? line).values !== line.values) return undefined;
      lines.set(key, line);
    }
  }
  return [...lines.values()];
};

/**
 * Series with which the query shows what a verdict says of it, after an alert's `for`; undefined when none are found
 * of which the outcome is sure.
 */
export const witness = (
  verdict: ValueVerdict,
  analysis: Analysis,
  forMs = 0,
): ValueWitness | undefined => {
  const history = historyOf(analysis.order, forMs);
  if (history === undefined) return undefined;
  for (const { scenario, expected } of attemptsFor(verdict, analysis)) {
    const courses = coursesOf(analysis, scenario);
    if (expected === "unknown" || play(analysis, courses, history) !== expected) continue;
    const series = seriesOf(analysis, courses, history);
    if (series === undefined) continue;
    return {
      interval: formatDuration(history.intervalMs),
      series,
      evalTime: formatDuration(history.intervalMs * history.steps),
      outcome: expected,
    };
  }
  return undefined;
};
