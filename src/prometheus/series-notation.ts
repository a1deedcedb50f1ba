import {
  addHistograms,
  type NativeHistogram,
  numberOf,
  parseHistogram,
} from "./native-histogram.ts";

/**
 * The values of a series in promtool's test files: `1+2x3 _ stale {{count:1}}x2`.
 * https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series
 */
export type SeriesItem =
  | { readonly kind: "missing"; readonly samples: number }
  | { readonly kind: "stale" }
  | {
      readonly kind: "float";
      readonly first: number;
      readonly step: number;
      readonly samples: number;
    }
  | {
      readonly kind: "histogram";
      readonly first: NativeHistogram;
      readonly step: NativeHistogram | undefined;
      readonly sign: 1 | -1;
      readonly samples: number;
    };

/** What a series has at one interval. */
export type SeriesSample =
  | { readonly kind: "missing" }
  | { readonly kind: "stale" }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "histogram"; readonly value: NativeHistogram };

export type SeriesFault = { readonly offset: number; readonly message: string };

export type SeriesValues =
  | { readonly items: readonly SeriesItem[] }
  | { readonly fault: SeriesFault };

const NUMBER = String.raw`(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[iI][nN][fF]|[nN][aA][nN])`;
const FLOAT = new RegExp(
  `^(?<first>[-+]?${NUMBER})(?:(?<step>[-+]${NUMBER})(?=x))?(?:x(?<times>\\d+))?$`,
);
const HISTOGRAM =
  /^\{\{(?<first>[^{}]*)\}\}(?:(?<sign>[-+])\{\{(?<step>[^{}]*)\}\}(?=x))?(?:x(?<times>\d+))?$/;
const MISSING = /^_(?:x(?<times>\d+))?$/;

/** `x3` stands for three more, so that `1x3` are four samples; `_x3` are three. */
const more = (times: string | undefined): number => Number(times ?? 0) + 1;

const histogramItem = (groups: Record<string, string | undefined>): SeriesItem | undefined => {
  const first = parseHistogram(groups["first"] ?? "");
  const step = groups["step"] === undefined ? undefined : parseHistogram(groups["step"]);
  if (first === undefined || (step === undefined) !== (groups["step"] === undefined)) {
    return undefined;
  }
  const sign = groups["sign"] === "-" ? -1 : 1;
  return { kind: "histogram", first, step, sign, samples: more(groups["times"]) };
};

const itemOf = (word: string): SeriesItem | undefined => {
  if (word === "stale") return { kind: "stale" };
  const missing = MISSING.exec(word);
  if (missing !== null) {
    return { kind: "missing", samples: Number(missing.groups?.["times"] ?? 1) };
  }
  const float = FLOAT.exec(word)?.groups;
  if (float !== undefined) {
    const first = numberOf(float["first"] ?? "");
    const step = numberOf(float["step"] ?? "0");
    if (first === undefined || step === undefined) return undefined;
    return { kind: "float", first, step, samples: more(float["times"]) };
  }
  const histogram = HISTOGRAM.exec(word)?.groups;
  return histogram && histogramItem(histogram);
};

/** A word ends at a blank that stands in no histogram. */
const WORD = /(?:\{\{[^{}]*\}\}|[^\s{])+|\S/g;

/** The values of a series, or what is wrong with them and where. */
export const parseSeriesValues = (text: string): SeriesValues => {
  const items: SeriesItem[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const item = itemOf(word);
    if (item === undefined) {
      const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
      return {
        fault: { offset: index, message: `${JSON.stringify(shown)} is no value of a series` },
      };
    }
    items.push(item);
  }
  return { items };
};

const samplesIn = (item: SeriesItem): number => (item.kind === "stale" ? 1 : item.samples);

/** How many intervals the values last. */
export const sampleCount = (items: readonly SeriesItem[]): number =>
  items.reduce((sum, item) => sum + samplesIn(item), 0);

function* samplesOf(item: SeriesItem): Generator<SeriesSample> {
  if (item.kind === "stale") {
    yield { kind: "stale" };
    return;
  }
  if (item.kind === "missing") {
    for (let index = 0; index < item.samples; index++) yield { kind: "missing" };
    return;
  }
  if (item.kind === "float") {
    let value = item.first;
    for (let index = 0; index < item.samples; index++) {
      yield { kind: "float", value };
      value += item.step;
    }
    return;
  }
  let value: NativeHistogram | undefined = item.first;
  for (let index = 0; index < item.samples && value !== undefined; index++) {
    yield { kind: "histogram", value };
    if (item.step !== undefined) value = addHistograms(value, item.step, item.sign);
  }
}

/** The samples one after the other, as promtool adds them up; no more than `most`. */
export const expandSeries = (items: readonly SeriesItem[], most: number): SeriesSample[] => {
  const samples: SeriesSample[] = [];
  for (const item of items) {
    for (const sample of samplesOf(item)) {
      if (samples.length >= most) return samples;
      samples.push(sample);
    }
  }
  return samples;
};
