import type { Instant } from "../../lib/clock.ts";
import type { Range, TimeInterval } from "./time-interval.ts";
import { offsetAt } from "./time-zone.ts";

const HOUR_MS = 3_600_000;

const inAny = (ranges: readonly Range[], value: number): boolean => {
  for (const { from, to } of ranges) if (value >= from && value <= to) return true;
  return ranges.length === 0;
};

/** Whether the minute of the day passes the times of day. */
export const containsMinute = ({ times }: TimeInterval, minute: number): boolean => {
  for (const { from, to } of times) if (minute >= from && minute < to) return true;
  return times.length === 0;
};

/** The moment at which the clocks of the zone show this, as Go's time.Date finds it where it is not unique. */
const instantOf = (zone: string, localMs: number): Instant => {
  const guess = offsetAt(zone, localMs);
  const at = localMs - guess.offsetMs;
  return at >= guess.from && at < guess.until ? at : localMs - offsetAt(zone, at).offsetMs;
};

/**
 * The days of a month as Alertmanager counts them: whole days between its first midnight and the next
 * month's. In the month in which the clocks are put forward that is one too few
 * (timeinterval/timeinterval.go, daysInMonth), so that -1 is the last day but one.
 */
const daysInMonth = (zone: string, local: Date): number => {
  const year = local.getUTCFullYear();
  const month = local.getUTCMonth();
  const first = instantOf(zone, Date.UTC(year, month, 1));
  const next = instantOf(zone, Date.UTC(year, month + 1, 1));
  return Math.trunc((next - first) / HOUR_MS / 24);
};

const inDaysOfMonth = (ranges: readonly Range[], day: number, days: number): boolean => {
  for (const range of ranges) {
    const from = range.from < 0 ? days + range.from + 1 : range.from;
    const to = range.to < 0 ? days + range.to + 1 : range.to;
    if (from <= days && day >= Math.max(from, -days) && day <= Math.min(to, days)) return true;
  }
  return false;
};

/** Whether the day that these clocks show passes every field but the times of day. */
export const containsDay = (interval: TimeInterval, local: Date): boolean => {
  if (!inAny(interval.weekdays, local.getUTCDay())) return false;
  if (!inAny(interval.months, local.getUTCMonth() + 1)) return false;
  if (!inAny(interval.years, local.getUTCFullYear())) return false;
  if (interval.daysOfMonth.length === 0) return true;
  const days = daysInMonth(interval.location ?? "UTC", local);
  return inDaysOfMonth(interval.daysOfMonth, local.getUTCDate(), days);
};

/** Whether the moment is in the interval. */
export const containsInstant = (interval: TimeInterval, at: Instant): boolean => {
  const local = new Date(at + offsetAt(interval.location ?? "UTC", at).offsetMs);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  return containsMinute(interval, minute) && containsDay(interval, local);
};

/** Whether the moment is in any of the intervals, as those under one name are meant. */
export const isWithin = (intervals: readonly TimeInterval[], at: Instant): boolean => {
  for (const interval of intervals) if (containsInstant(interval, at)) return true;
  return false;
};
