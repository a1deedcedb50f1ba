import type { Instant } from "../../lib/clock.ts";
import { containsDay, containsInstant, containsMinute, isWithin } from "./contains-instant.ts";
import type { TimeInterval } from "./time-interval.ts";
import { offsetAt } from "./time-zone.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A day of the month, a weekday and a month come together again within 40 years, 29 February across 2100 being the rarest. */
const HORIZON_MS = 41 * 366 * DAY_MS;

const isUnlimited = (interval: TimeInterval): boolean =>
  interval.times.length === 0 &&
  interval.weekdays.length === 0 &&
  interval.daysOfMonth.length === 0 &&
  interval.months.length === 0 &&
  interval.years.length === 0;

/** Minutes of a day at which an interval may begin or end. */
const edgesOf = (interval: TimeInterval): readonly number[] => {
  const minutes = new Set([0]);
  for (const { from, to } of interval.times) minutes.add(from).add(to);
  minutes.delete(1440);
  return [...minutes].sort((a, b) => a - b);
};

/** A stretch of one day in which the clocks of the zone run evenly. */
type Piece = {
  readonly from: Instant;
  readonly until: Instant;
  /** Midnight as the clocks show it, and how far they are ahead of UTC. */
  readonly midnight: number;
  readonly offsetMs: number;
};

const pieceAt = (zone: string, from: Instant): Piece => {
  const { offsetMs, until } = offsetAt(zone, from);
  const midnight = Math.floor((from + offsetMs) / DAY_MS) * DAY_MS;
  return { from, until: Math.min(midnight + DAY_MS - offsetMs, until), midnight, offsetMs };
};

type State = { readonly at: Instant; readonly isIn: boolean };

/** At the beginning of the piece and at each edge in it, whether the interval has what follows. */
const statesIn = (
  interval: TimeInterval,
  edges: readonly number[],
  { from, until, midnight, offsetMs }: Piece,
): readonly State[] => {
  if (!containsDay(interval, new Date(midnight))) return [{ at: from, isIn: false }];
  const states: State[] = [];
  const first = Math.floor((from + offsetMs - midnight) / MINUTE_MS);
  states.push({ at: from, isIn: containsMinute(interval, first) });
  for (const minute of edges) {
    const at = midnight + minute * MINUTE_MS - offsetMs;
    if (at > from && at < until) states.push({ at, isIn: containsMinute(interval, minute) });
  }
  return states;
};

/**
 * Every moment after `from`, and no later than `until`, at which the interval begins or ends; no more than `limit`
 * of them.
 */
export const changesOf = (
  interval: TimeInterval,
  { from, until, limit }: { from: Instant; until: Instant; limit: number },
): readonly Instant[] => {
  if (isUnlimited(interval)) return [];
  const zone = interval.location ?? "UTC";
  const edges = edgesOf(interval);
  const changes: Instant[] = [];
  let isIn = containsInstant(interval, from);
  for (let piece = pieceAt(zone, from); piece.from <= until; piece = pieceAt(zone, piece.until)) {
    for (const state of statesIn(interval, edges, piece)) {
      if (state.isIn === isIn) continue;
      if (state.at > until || changes.length >= limit) return changes;
      isIn = state.isIn;
      changes.push(state.at);
    }
    if (changes.length >= limit) return changes;
  }
  return changes;
};

const nextChangeOfOne = (interval: TimeInterval, at: Instant): Instant | undefined =>
  changesOf(interval, { from: at, until: at + HORIZON_MS, limit: 1 })[0];

/**
 * The first moment after `at` at which being within any of the intervals begins, or ends; undefined when
 * that never happens, which is to say within 41 years.
 */
export const nextChange = (
  intervals: readonly TimeInterval[],
  at: Instant,
): Instant | undefined => {
  const before = isWithin(intervals, at);
  const upcoming = intervals.map((interval) => nextChangeOfOne(interval, at) ?? Infinity);
  for (;;) {
    const moment = upcoming.reduce((first, next) => Math.min(first, next), Infinity);
    if (moment === Infinity || moment > at + HORIZON_MS) return undefined;
    if (isWithin(intervals, moment) !== before) return moment;
    for (const [place, interval] of intervals.entries()) {
      if (upcoming[place] === moment) {
        upcoming[place] = nextChangeOfOne(interval, moment) ?? Infinity;
      }
    }
  }
};
