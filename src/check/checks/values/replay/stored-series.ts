import type { Labels } from "../../../../labels/labels.ts";
import { compileMatchers } from "../../../../labels/match.ts";
import { remembered } from "../../../../lib/remembered.ts";
import { expandSeries, parseSeriesValues } from "../../../../prometheus/series-notation.ts";
import type { MatrixSelector, VectorSelector } from "../../../../promql/syntax/expr.ts";
import { METRIC_NAME, NotReplayed, type Sample } from "./sample.ts";

/** The versions between which windows and their extrapolation differ. */
export type ReplayedVersion = "2.42" | "3";

export type Point = { readonly at: number; readonly value: number };

/** A series with a sample at every interval, or a gap; `stale` ends it at once. */
export type StoredSeries = {
  readonly labels: Labels;
  readonly values: readonly (number | "stale" | undefined)[];
};

/** What a query reads. */
export type Storage = {
  readonly series: readonly StoredSeries[];
  readonly intervalMs: number;
  readonly version: ReplayedVersion;
};

const LOOKBACK_MS = 5 * 60_000;
const MOST_SAMPLES = 10_000;

const CACHED_NOTATIONS = 1_000;
const known = new Map<string, StoredSeries["values"]>();

/** The values of a series in promtool's notation: many stories tell of the same. */
export const storedValues = (notation: string): StoredSeries["values"] => {
  const before = known.get(notation);
  if (before !== undefined) return before;
  const values = valuesOf(notation);
  if (known.size >= CACHED_NOTATIONS) known.clear();
  known.set(notation, values);
  return values;
};

const valuesOf = (notation: string): StoredSeries["values"] => {
  const parsed = parseSeriesValues(notation);
  if ("fault" in parsed) throw new Error(`no values of a series: ${notation}`);
  return expandSeries(parsed.items, MOST_SAMPLES).map((sample) => {
    if (sample.kind === "histogram") throw new Error("native histograms are not replayed");
    if (sample.kind === "float") return sample.value;
    return sample.kind === "stale" ? "stale" : undefined;
  });
};

/** The series of a storage by the selectors that were asked. */
const selections = remembered(
  (_series: Storage["series"]) => new Map<VectorSelector, readonly StoredSeries[]>(),
);

const matching = (selector: VectorSelector, { series }: Storage): readonly StoredSeries[] => {
  const ofStorage = selections(series);
  const before = ofStorage.get(selector);
  if (before !== undefined) return before;
  const { metric, matchers, at } = selector;
  if (at !== undefined) throw new NotReplayed("a fixed moment");
  const passes = compileMatchers(matchers);
  const selected = series.filter(
    ({ labels }) => (metric === "" || labels[METRIC_NAME] === metric) && passes(labels),
  );
  ofStorage.set(selector, selected);
  return selected;
};

/** The first index whose moment is within a window that begins at `start`. */
const firstIndex = (start: number, { intervalMs, version }: Storage): number => {
  const index =
    version === "3" ? Math.floor(start / intervalMs) + 1 : Math.ceil(start / intervalMs);
  return Math.max(0, index);
};

const lastIndex = (end: number, { intervalMs }: Storage): number => Math.floor(end / intervalMs);

/** The newest sample that is not older than five minutes. */
const newest = ({ values }: StoredSeries, now: number, storage: Storage): number | undefined => {
  const first = firstIndex(now - LOOKBACK_MS, storage);
  for (let index = Math.min(lastIndex(now, storage), values.length - 1); index >= first; index--) {
    const value = values[index];
    if (value === "stale") return undefined;
    if (value !== undefined) return value;
  }
  return undefined;
};

export const selectAt = (selector: VectorSelector, now: number, storage: Storage): Sample[] =>
  matching(selector, storage).flatMap((series) => {
    const value = newest(series, now - selector.offsetMs, storage);
    return value === undefined ? [] : [{ labels: series.labels, value }];
  });

/** The samples of one series within a window. */
export type Window = {
  readonly labels: Labels;
  readonly points: readonly Point[];
  readonly start: number;
  readonly end: number;
};

export const selectWindows = (range: MatrixSelector, now: number, storage: Storage): Window[] =>
  matching(range.selector, storage).flatMap(({ labels, values }) => {
    const end = now - range.selector.offsetMs;
    const start = end - range.rangeMs;
    const points: Point[] = [];
    const last = Math.min(lastIndex(end, storage), values.length - 1);
    for (let index = firstIndex(start, storage); index <= last; index++) {
      const value = values[index];
      if (typeof value === "number") points.push({ at: index * storage.intervalMs, value });
    }
    return points.length === 0 ? [] : [{ labels, points, start, end }];
  });
