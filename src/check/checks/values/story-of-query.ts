import { formatDuration } from "../../../lib/duration.ts";
import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { labelsOfSeries, writtenSeries } from "../../../promql/values/witness/series-labels.ts";
import type { Query } from "../../examined.ts";
import type { Story, StorySeries } from "./replay/replay.ts";

/** A stretch of a counter: so many samples, each so much above the last. */
export type Stretch = readonly [samples: number, step: number];

/** A counter that begins at 0 and then grows as told, in promtool's notation. */
export const counterValues = (stretches: readonly Stretch[]): string => {
  let value = 0;
  const words: string[] = [];
  for (const [samples, step] of stretches) {
    if (samples <= 0) continue;
    const grown = step === 0 ? "" : `+${step}`;
    words.push(`${value + step}${samples === 1 ? "" : `${grown}x${samples - 1}`}`);
    value += step * samples;
  }
  return words.join(" ");
};

/** What each selected series does; undefined for one that is not there. */
type ValuesOf = (selector: VectorSelector) => string | undefined;

export type StoryTimes = { readonly intervalMs: number; readonly evalTimeMs: number };

/** One series for each selector, with labels that let them meet; undefined when no such series are found. */
export const storyOfQuery = (
  { values }: Query,
  { intervalMs, evalTimeMs }: StoryTimes,
  valuesOf: ValuesOf,
): Story | undefined => {
  const chosen = labelsOfSeries(values().order);
  if (chosen === undefined) return undefined;
  const series = new Map<string, StorySeries>();
  for (const [selector, found] of chosen) {
    const name = metricOf(selector);
    const text = valuesOf(selector);
    if (text === undefined) continue;
    const isBucket = name.endsWith("_bucket") && !found.has("le");
    if (name === "" || isBucket) return undefined;
    const key = writtenSeries(name, found);
    const before = series.get(key);
    if (before !== undefined && before.values !== text) return undefined;
    series.set(key, { name, labels: Object.fromEntries(found), values: text });
  }
  return {
    interval: formatDuration(intervalMs),
    evalTime: formatDuration(evalTimeMs),
    series: [...series.values()],
  };
};
