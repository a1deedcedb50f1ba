import type { Sample } from "./sample.ts";

type Bucket = { readonly bound: number; readonly count: number };

const MONOTONIC = 1e-12;

/** Counts that grow with the bounds, in spite of small errors. */
const monotonic = (buckets: readonly Bucket[]): Bucket[] => {
  let highest = 0;
  return buckets.map(({ bound, count }) => {
    const grows = count > highest + MONOTONIC * Math.abs(highest);
    highest = grows ? count : highest;
    return { bound, count: highest };
  });
};

/** The quantile of a classic histogram (promql/quantile.go, bucketQuantile). */
export const bucketQuantile = (phi: number, samples: readonly Sample[]): number => {
  const read = samples
    .map(({ labels, value }) => ({ bound: boundOf(labels["le"] ?? ""), count: value }))
    .filter(({ bound }) => !Number.isNaN(bound))
    .sort((a, b) => a.bound - b.bound);
  const top = read.at(-1);
  if (Number.isNaN(phi)) return Number.NaN;
  if (phi < 0) return Number.NEGATIVE_INFINITY;
  if (phi > 1) return Number.POSITIVE_INFINITY;
  if (top?.bound !== Number.POSITIVE_INFINITY || read.length < 2) return Number.NaN;
  const buckets = monotonic(read);
  const all = buckets.at(-1)?.count ?? 0;
  if (!(all > 0)) return Number.NaN;
  return quantileIn(buckets, phi * all);
};

const quantileIn = (buckets: readonly Bucket[], rank: number): number => {
  const found = buckets.slice(0, -1).findIndex(({ count }) => count >= rank);
  const index = found === -1 ? buckets.length - 1 : found;
  const before = buckets[index - 1];
  const bucket = buckets[index];
  if (bucket === undefined) return Number.NaN;
  if (index === buckets.length - 1) return before?.bound ?? Number.NaN;
  if (before === undefined && bucket.bound <= 0) return bucket.bound;
  const low = before ?? { bound: 0, count: 0 };
  const share = (rank - low.count) / (bucket.count - low.count);
  return low.bound + (bucket.bound - low.bound) * share;
};

const boundOf = (text: string): number => {
  if (/^\+?inf$/i.test(text)) return Number.POSITIVE_INFINITY;
  return text === "" ? Number.NaN : Number(text);
};
