import type { Instant } from "../../lib/clock.ts";
import { containsInstant, isWithin } from "./contains-instant.ts";
import { changesOf, nextChange } from "./next-change.ts";
import type { TimeInterval } from "./time-interval.ts";
import { offsetAt } from "./time-zone.ts";

/** Intervals under the name by which routes refer to them. */
export type IntervalsByName = ReadonlyMap<string, readonly TimeInterval[]>;

/** A moment that stands for all those at which the same named intervals are active. */
export type Moment = {
  readonly at: Instant;
  /** Names of the intervals that the moment is in, sorted. */
  readonly active: readonly string[];
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 366 * DAY_MS;
/** A year of minutes would be too many; no combination that is real needs more changes than this. */
const MOST_CHANGES = 20_000;

/** The first three o'clock on a Sunday morning in the zone, from the moment on. */
export const nextSundayNight = (zone: string, from: Instant): Instant => {
  const local = new Date(from + offsetAt(zone, from).offsetMs);
  const midnight = Math.floor(local.getTime() / DAY_MS) * DAY_MS;
  const sunday = midnight + ((7 - local.getUTCDay()) % 7) * DAY_MS + 3 * HOUR_MS;
  const later = sunday < local.getTime() ? sunday + 7 * DAY_MS : sunday;
  return later - offsetAt(zone, later).offsetMs;
};

const zonesOf = (named: IntervalsByName): readonly string[] => {
  const zones = new Set<string>();
  for (const intervals of named.values()) {
    for (const { location } of intervals) zones.add(location ?? "UTC");
  }
  return zones.size === 0 ? ["UTC"] : [...zones];
};

/** When what is under one name begins or ends within a year; or, if never, the first two times. */
const changesOfName = (intervals: readonly TimeInterval[], from: Instant): readonly Instant[] => {
  let open = intervals.filter((interval) => containsInstant(interval, from)).length;
  const window = { from, until: from + YEAR_MS, limit: MOST_CHANGES };
  const steps = intervals.flatMap((interval) => {
    const first = containsInstant(interval, from) ? -1 : 1;
    return changesOf(interval, window).map((at, index) => ({
      at,
      step: index % 2 === 0 ? first : -first,
    }));
  });
  steps.sort((a, b) => a.at - b.at);
  const changes: Instant[] = [];
  let isOpen = open > 0;
  for (const [index, { at, step }] of steps.entries()) {
    open += step;
    if (steps[index + 1]?.at === at || open > 0 === isOpen) continue;
    isOpen = !isOpen;
    changes.push(at);
  }
  if (changes.length > 0) return changes;
  const next = nextChange(intervals, from);
  const after = next === undefined ? undefined : nextChange(intervals, next);
  return [next, after].filter((at) => at !== undefined);
};

/** The names that begin or end at each of the moments at which any do, in order. */
const changesByMoment = (named: IntervalsByName, from: Instant) => {
  const changes = new Map<Instant, string[]>();
  for (const [name, intervals] of named) {
    for (const at of changesOfName(intervals, from)) {
      const changed = changes.get(at);
      if (changed === undefined) changes.set(at, [name]);
      else changed.push(name);
    }
  }
  return [...changes].sort(([a], [b]) => a - b);
};

/**
 * Every combination of named intervals that are active together within the year that begins at `from`, each with
 * a moment at which it is so: three o'clock on a Sunday morning where that has the combination, otherwise the
 * beginning of the first stretch that has it. Intervals that begin later than within the year are taken in
 * at the time that they do.
 */
export const momentsOf = (named: IntervalsByName, from: Instant): readonly Moment[] => {
  const activeAt = (at: Instant) =>
    [...named].filter(([, intervals]) => isWithin(intervals, at)).map(([name]) => name);
  const found = new Map<string, Moment>();
  const add = (at: Instant, names: Iterable<string>) => {
    const active = [...names].sort();
    const combination = active.join("\u0000");
    if (!found.has(combination)) found.set(combination, { at, active });
  };
  for (const zone of zonesOf(named)) {
    const at = nextSundayNight(zone, from);
    add(at, activeAt(at));
  }
  const active = new Set(activeAt(from));
  add(from, active);
  for (const [at, changed] of changesByMoment(named, from)) {
    for (const name of changed) if (!active.delete(name)) active.add(name);
    add(at, at <= from + YEAR_MS ? active : activeAt(at));
  }
  return [...found.values()];
};
