import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Examined, ExaminedRecording, ExaminedRule } from "../../examined.ts";

/** A rule that reads a series. */
export type SeriesReader = { readonly rule: ExaminedRule; readonly selector: VectorSelector };

export type SeriesReaders = {
  /** By the name of the metric; selectors that name no one metric under "". */
  readonly byMetric: ReadonlyMap<string, readonly SeriesReader[]>;
  readonly recordings: ReadonlyMap<string, readonly ExaminedRecording[]>;
  /** What each rule reads. */
  readonly ofRule: ReadonlyMap<ExaminedRule, readonly VectorSelector[]>;
};

const NONE: readonly VectorSelector[] = [];

const compute = ({ rules, recordings }: Examined): SeriesReaders => {
  const byMetric = new Map<string, SeriesReader[]>();
  const ofRule = new Map<ExaminedRule, readonly VectorSelector[]>();
  for (const rule of rules) {
    const selectors = rule.query === undefined ? NONE : selectorsOf(rule.query.expr);
    ofRule.set(rule, selectors);
    for (const selector of selectors) {
      const metric = metricOf(selector);
      const readers = byMetric.get(metric);
      if (readers === undefined) byMetric.set(metric, [{ rule, selector }]);
      else readers.push({ rule, selector });
    }
  }
  return { byMetric, ofRule, recordings: Map.groupBy(recordings, ({ rule }) => rule.name.text) };
};

const computed = new WeakMap<Examined, SeriesReaders>();

export const seriesReaders = (examined: Examined): SeriesReaders => {
  const known = computed.get(examined) ?? compute(examined);
  computed.set(examined, known);
  return known;
};

/** The rule and all recording rules that it reads, directly or through others. */
export const withItsSources = (
  { ofRule, recordings }: SeriesReaders,
  rule: ExaminedRule,
): ReadonlySet<ExaminedRule> => {
  const found = new Set<ExaminedRule>([rule]);
  for (const each of found) {
    for (const selector of ofRule.get(each) ?? NONE) {
      for (const recording of recordings.get(metricOf(selector)) ?? []) found.add(recording);
    }
  }
  return found;
};
