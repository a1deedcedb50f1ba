import { least, most } from "./number-functions.ts";
import type { ReplayedVersion, Window } from "./stored-series.ts";

type OverWindow = (window: Window, version: ReplayedVersion) => number | undefined;

const SECOND_MS = 1000;

const valuesOf = ({ points }: Window): number[] => points.map(({ value }) => value);

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** How much a value grew; a counter that falls was restarted and began at 0 again. */
const growth = (values: readonly number[], isCounter: boolean): number => {
  const [first = 0] = values;
  let grown = (values.at(-1) ?? 0) - first;
  if (!isCounter) return grown;
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (before !== undefined && value < before) grown += before;
  }
  return grown;
};

type Ends = { readonly toStart: number; readonly toEnd: number };

/**
 * How far beyond the first and last sample the window is taken to go on alike (promql/functions.go,
 * extrapolatedRate): no further than a little more than the samples are apart, and no counter below 0.
 */
const extrapolated = (
  window: Window,
  grown: number,
  counter: ReplayedVersion | undefined,
): Ends => {
  const { points, start, end } = window;
  const first = points[0] ?? { at: start, value: 0 };
  const last = points.at(-1) ?? first;
  const sampled = last.at - first.at;
  const apart = sampled / (points.length - 1);
  const near = (distance: number): number => (distance < apart * 1.1 ? distance : apart / 2);
  const toZero =
    counter !== undefined && grown > 0 && first.value >= 0
      ? sampled * (first.value / grown)
      : Number.POSITIVE_INFINITY;
  const distance = first.at - start;
  const toStart =
    counter === "2.42" ? near(Math.min(toZero, distance)) : Math.min(toZero, near(distance));
  return { toStart, toEnd: near(end - last.at) };
};

const increased = (window: Window, counter: ReplayedVersion | undefined): number | undefined => {
  const { points } = window;
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const grown = growth(valuesOf(window), counter !== undefined);
  const sampled = last.at - first.at;
  const { toStart, toEnd } = extrapolated(window, grown, counter);
  return grown * ((sampled + toStart + toEnd) / sampled);
};

const perSecond = (value: number | undefined, { start, end }: Window): number | undefined =>
  value === undefined ? undefined : value / ((end - start) / SECOND_MS);

const lastTwo: OverWindow = ({ points }) => {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) return undefined;
  const grown = last.value < before.value ? last.value : last.value - before.value;
  return grown / ((last.at - before.at) / SECOND_MS);
};

const turns =
  (counts: (before: number, after: number) => boolean): OverWindow =>
  (window) => {
    const values = valuesOf(window);
    return values.filter((value, index) => index > 0 && counts(values[index - 1] ?? 0, value))
      .length;
  };

/** Functions of one range vector, by name. */
export const WINDOW_FUNCTIONS: Readonly<Record<string, OverWindow>> = {
  increase: (window, version) => increased(window, version),
  rate: (window, version) => perSecond(increased(window, version), window),
  delta: (window) => increased(window, undefined),
  irate: lastTwo,
  changes: turns((before, after) => before !== after),
  resets: turns((before, after) => after < before),
  avg_over_time: (window) => sum(valuesOf(window)) / window.points.length,
  sum_over_time: (window) => sum(valuesOf(window)),
  count_over_time: ({ points }) => points.length,
  present_over_time: () => 1,
  last_over_time: ({ points }) => points.at(-1)?.value,
  min_over_time: (window) => least(valuesOf(window)),
  max_over_time: (window) => most(valuesOf(window)),
};
