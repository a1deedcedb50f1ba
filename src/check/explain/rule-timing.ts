import { durationMs } from "../../lib/duration.ts";
import type { Expr } from "../../promql/syntax/expr.ts";
import { descendants, selectorsOf } from "../../promql/syntax/walk.ts";
import type { Examined, ExaminedAlert, ExaminedRecording } from "../examined.ts";

/** How long it takes from a fault until the alert fires, in milliseconds. */
export type RuleTiming = {
  readonly scrapeMs: number;
  readonly earliestMs: number;
  readonly latestMs: number;
  /** The longest stretch of time that the query, or a recording that it reads, looks back on. */
  readonly windowMs: number;
};

type Delay = { readonly waitMs: number; readonly windowMs: number };

const NO_DELAY: Delay = { waitMs: 0, windowMs: 0 };

const ownWindow = (expr: Expr): number => {
  let longest = 0;
  for (const part of descendants(expr)) {
    if (part.kind === "range" || part.kind === "subquery") {
      longest = Math.max(longest, part.rangeMs);
    }
  }
  return longest;
};

const byName = (recordings: readonly ExaminedRecording[]) => {
  const found = new Map<string, ExaminedRecording[]>();
  for (const recording of recordings) {
    const name = recording.rule.name.text;
    const known = found.get(name);
    if (known === undefined) found.set(name, [recording]);
    else known.push(recording);
  }
  return found;
};

/** What recordings that the expression reads, and those that they read, add: each is evaluated in its own time. */
const delayOf = (
  expr: Expr,
  recordings: ReadonlyMap<string, readonly ExaminedRecording[]>,
): Delay => {
  const seen = new Set<ExaminedRecording>();
  let level: readonly Expr[] = [expr];
  let { waitMs, windowMs } = NO_DELAY;
  while (level.length > 0) {
    windowMs = Math.max(windowMs, ...level.map(ownWindow));
    const read = level
      .flatMap((each) => selectorsOf(each))
      .flatMap(({ metric }) => recordings.get(metric) ?? [])
      .filter((recording) => !seen.has(recording));
    for (const recording of read) seen.add(recording);
    waitMs += read.reduce((longest, { intervalMs }) => Math.max(longest, intervalMs), 0);
    level = read.flatMap(({ query }) => query?.expr ?? []);
  }
  return { waitMs, windowMs };
};

/**
 * An alert fires at the first evaluation that is at least `for` after the first at which its query gave it
 * (rules/alerting.go). Before that comes the scrape that shows the fault, and the evaluation that sees it: at best at
 * once, at worst a whole interval later each. Windows of the query add whatever they take to fill.
 */
export const ruleTiming = (alert: ExaminedAlert, examined: Examined): RuleTiming => {
  const { prometheus, settings, recordings } = examined;
  const { query, rule, intervalMs } = alert;
  const scrapeMs = prometheus?.scrapeIntervalMs ?? durationMs(settings.scrapeInterval);
  const forMs = Math.ceil((rule.for?.ms ?? 0) / intervalMs) * intervalMs;
  const { waitMs, windowMs } =
    query === undefined ? NO_DELAY : delayOf(query.expr, byName(recordings));
  return {
    scrapeMs,
    earliestMs: forMs,
    latestMs: scrapeMs + waitMs + intervalMs + forMs,
    windowMs,
  };
};
