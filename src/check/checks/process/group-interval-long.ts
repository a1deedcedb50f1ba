import { formatDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";
import { seriesReaders } from "./series-readers.ts";

/**
 * How long Prometheus takes the last sample for the current one.
 * https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness
 */
const LOOKBACK_MS = 5 * 60_000;

/** A rule that reads the recorded series as it is now, outside of a range. */
const readerOf = (examined: Examined, rule: ExaminedRule): ExaminedRule | undefined =>
  seriesReaders(examined)
    .byMetric.get(rule.rule.name.text)
    ?.find((reader) => reader.rule.group !== rule.group)?.rule;

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const [group, rules] of Map.groupBy(examined.rules, (rule) => rule.group)) {
    const [first] = rules;
    if (first === undefined || first.intervalMs <= LOOKBACK_MS) continue;
    const place = group.interval?.written.placeAt(0) ?? group.name.placeAt(0);
    const interval = formatDuration(first.intervalMs);
    const recording = rules.find(({ rule }) => rule.kind === "recording");
    const reader = recording && readerOf(examined, recording);
    const gap = formatDuration(first.intervalMs - LOOKBACK_MS);
    if (recording !== undefined) {
      yield {
        place,
        subject: group.name.text,
        message: `${recording.rule.name.text} is recorded every ${interval} and seen for ${formatDuration(LOOKBACK_MS)} only: it is gone for ${gap} of each interval${reader === undefined ? "" : `, and ${reader.rule.name.text}, which reads it, loses its \`for\` each time`}`,
        help: "evaluate the group at least every 5m",
      };
    } else {
      yield {
        place,
        subject: group.name.text,
        severity: "info",
        message: `the alerts of this group are evaluated every ${interval}: they notice so much later, and between evaluations dashboards do not show them`,
        help: "evaluate the group at least every 5m",
      };
    }
  }
};

export const groupIntervalLong: Check = {
  name: "group-interval-long",
  severity: "warning",
  title: "A group that is evaluated so rarely that its series vanish in between",
  find,
};
