import type { Labels } from "../labels/labels.ts";
import type { Instant } from "../lib/clock.ts";

/** One series of the answer to a range query; its name, where it has one, is the label `__name__`. */
export type RangeSeries = {
  readonly labels: Labels;
  /** In the order of time, as many as there are values. */
  readonly times: readonly Instant[];
  /** A native histogram counts as NaN: it is there, and it is no number. */
  readonly values: readonly number[];
};

/** When a range query looks: at `from` and every `stepMs` after it, up to `to`. */
export type QueryRange = {
  readonly from: Instant;
  readonly to: Instant;
  readonly stepMs: number;
};
