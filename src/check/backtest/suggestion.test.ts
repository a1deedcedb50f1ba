import { expect, test } from "vitest";
import type { RangeSeries } from "../../prometheus/range-series.ts";
import { suggestionFrom } from "./suggestion.ts";
import { candidateThresholds, type KnownIncident, tradeOff } from "./trade-off.ts";

const MINUTE = 60_000;
const END = 2_000;

/** A series that has these values in these minutes, and 0 in all others. */
const seriesWith = (...peaks: readonly (readonly [from: number, to: number, value: number])[]) => {
  const times = Array.from({ length: END + 1 }, (_, minute) => minute * MINUTE);
  const values = times.map((_, minute) => {
    const peak = peaks.find(([from, to]) => minute >= from && minute < to);
    return peak?.[2] ?? 0;
  });
  return { labels: {}, times, values } satisfies RangeSeries;
};

type Case = {
  readonly series: RangeSeries | readonly RangeSeries[];
  readonly threshold?: number;
  readonly forMs?: number;
  readonly incidents?: readonly KnownIncident[];
};

const judged = ({ series, threshold = 5, forMs = 0, incidents }: Case) => {
  const all = [series].flat();
  const to = Math.max(...all.map(({ times }) => times.at(-1) ?? 0));
  const question = {
    operator: ">" as const,
    keepFiringForMs: 0,
    unanswered: [],
    range: { from: 0, to, stepMs: MINUTE },
    present: { threshold, forMs },
    incidents,
  };
  return tradeOff(all, question, candidateThresholds(all, question));
};

const BLIPS = [100, 300, 500, 700].map((at) => [at, at + 2, 9] as const);
const LONG = [1_000, 1_100, 9] as const;

test("where only length tells noise from trouble, a longer `for` is suggested", () => {
  const suggestion = suggestionFrom(judged({ series: seriesWith(...BLIPS, LONG) }));
  expect(suggestion).toMatchObject({
    change: "for",
    choice: { forMs: 2 * MINUTE, fired: 1, selfResolved: 0, missed: 0 },
  });
});

test("where height tells them apart, a threshold is suggested, for it costs no time", () => {
  const low = BLIPS.map(([from, to]) => [from, to, 6] as const);
  const suggestion = suggestionFrom(judged({ series: seriesWith(...low, LONG) }));
  expect(suggestion).toMatchObject({
    change: "threshold",
    choice: { threshold: 6, fired: 1, missed: 0, laterMs: 0 },
  });
});

test("a lower threshold is never suggested, though it may join many firings into one", () => {
  // Around 5 it goes up and down: below it there is one long firing.
  const shaking = Array.from(
    { length: 60 },
    (_, i) => [1_000 + i, 1_001 + i, 4 + (i % 2) * 2] as const,
  );
  const found = judged({ series: seriesWith(...shaking) });
  expect(found.thresholds.find(({ threshold }) => threshold === 2.5)).toMatchObject({ fired: 1 });
  const suggestion = suggestionFrom(found);
  expect(suggestion?.choice.threshold ?? 5).toBeGreaterThanOrEqual(5);
});

test("nothing is suggested where little happened, or all of it lasted", () => {
  expect(
    suggestionFrom(judged({ series: seriesWith([100, 102, 9], [300, 302, 9]) })),
  ).toBeUndefined();
  const long = [100, 300, 500, 700].map((at) => [at, at + 60, 9] as const);
  expect(suggestionFrom(judged({ series: seriesWith(...long) }))).toBeUndefined();
});

test("what is found must not be found more than five minutes later", () => {
  const blips = [100, 300, 500, 700].map((at) => [at, at + 5, 9] as const);
  const found = judged({ series: seriesWith(...blips, LONG), forMs: 0 });
  expect(found.fors.find(({ forMs }) => forMs === 10 * MINUTE)).toMatchObject({
    fired: 1,
    laterMs: 10 * MINUTE,
  });
  expect(suggestionFrom(found)?.choice.forMs).toBe(5 * MINUTE);
});

test("known incidents decide what had to be found, however short it was", () => {
  const incidents = [{ name: "short", from: 100 * MINUTE, to: 101 * MINUTE, alerts: undefined }];
  const found = judged({ series: seriesWith(...BLIPS, LONG), incidents });
  expect(found).toMatchObject({
    worthy: 1,
    worthyAre: "known incidents",
    present: { fired: 5, falseFirings: 4, missed: 0 },
  });
  expect(found.fors.find(({ forMs }) => forMs === 2 * MINUTE)).toMatchObject({ missed: 1 });
  expect(suggestionFrom(found)).toBeUndefined();
});

test("an alert that had fired for long when the incident began has not found it", () => {
  const incidents = [
    { name: "later", from: 1_050 * MINUTE, to: 1_060 * MINUTE, alerts: undefined },
  ];
  expect(judged({ series: seriesWith(LONG), incidents }).present).toMatchObject({
    missed: 1,
    falseFirings: 1,
  });
});

test("thresholds that never fire are shown once", () => {
  const { thresholds } = judged({ series: seriesWith(...BLIPS) });
  expect(thresholds.filter(({ fired }) => fired === 0)).toHaveLength(1);
});

test("the present threshold is shown though others do not fire either", () => {
  const { thresholds } = judged({ series: seriesWith([100, 200, 9]), threshold: 20, forMs: 0 });
  expect(thresholds.map(({ threshold }) => threshold)).toContain(20);
});

test("what lasted on one series is not found by another", () => {
  const [low, high] = [seriesWith([1_000, 1_100, 6]), seriesWith([1_000, 1_100, 20])];
  const { thresholds } = judged({ series: [low, high] });
  expect(thresholds.find(({ threshold }) => threshold === 7.5)).toMatchObject({
    fired: 1,
    missed: 1,
  });
});

test("very many firings are judged as few are", () => {
  const times = Array.from({ length: 260_000 }, (_, minute) => minute * MINUTE);
  const shaking = { labels: {}, times, values: times.map((_, minute) => (minute % 2) * 9) };
  const incidents = [{ name: "all", from: 0, to: 260_000 * MINUTE, alerts: undefined }];
  expect(judged({ series: shaking, incidents }).present).toMatchObject({
    fired: 130_000,
    missed: 0,
    falseFirings: 0,
  });
});
