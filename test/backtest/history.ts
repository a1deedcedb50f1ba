/** What a series has minute by minute. */
export type MinuteSeries = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined where it has no sample. */
  readonly valueAt: (minute: number) => number | undefined;
};

export const MINUTE_MS = 60_000;
export const HISTORY_BEGIN = Date.UTC(2026, 0, 5);

/** The OpenMetrics text of gauges, a sample a minute from the beginning on. */
export const openMetricsOf = (series: readonly MinuteSeries[], minutes: number): string => {
  const lines: string[] = [];
  for (const [name, all] of Map.groupBy(series, (one) => one.name)) {
    lines.push(`# TYPE ${name} gauge`);
    for (const { labels, valueAt } of all) {
      const written = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
      for (let minute = 0; minute <= minutes; minute++) {
        const value = valueAt(minute);
        if (value === undefined) continue;
        const at = (HISTORY_BEGIN + minute * MINUTE_MS) / 1000;
        lines.push(`${name}{${written.join(",")}} ${value} ${at}`);
      }
    }
  }
  return [...lines, "# EOF", ""].join("\n");
};

/** 1 within the stretches, 0 outside them; minutes from the beginning. */
export const during =
  (...stretches: readonly (readonly [from: number, to: number])[]) =>
  (minute: number): number =>
    stretches.some(([from, to]) => minute >= from && minute < to) ? 1 : 0;

/** The moment of a minute of the history. */
export const minuteAt = (minute: number): number => HISTORY_BEGIN + minute * MINUTE_MS;
