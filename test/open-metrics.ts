import type { Instant } from "../src/lib/clock.ts";

const MINUTE_MS = 60_000;

/** A series with one sample a minute, up to and including `until`. */
export type PastSeries = {
  /** As in PromQL: `up{job="a"}`. */
  readonly series: string;
  readonly until: Instant;
  readonly minutes: number;
  /** The value of each minute; 1 without it. */
  readonly value?: (minute: number) => number;
};

const linesOf = ({ series, until, minutes, value = () => 1 }: PastSeries): string[] =>
  Array.from({ length: minutes }, (_, index) => {
    const at = (until - (minutes - 1 - index) * MINUTE_MS) / 1000;
    return `${series} ${value(index)} ${at}`;
  });

/** The series as Prometheus takes them into its past. Series of one metric must stand together. */
export const openMetricsOf = (all: readonly PastSeries[]): string =>
  [...all.flatMap(linesOf), "# EOF", ""].join("\n");
