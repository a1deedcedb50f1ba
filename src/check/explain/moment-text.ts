import { Temporal } from "temporal-polyfill";
import { type Instant, toIso } from "../../lib/clock.ts";

/** RFC 3339 in whole seconds where they are whole: for machines. */
export const isoText = (at: Instant): string => toIso(at).replace(".000Z", "Z");

const two = (number: number): string => String(number).padStart(2, "0");

const localOf = (at: Instant, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toZonedDateTimeISO(zone);

const weekday = ({ dayOfWeek }: Temporal.ZonedDateTime): string =>
  ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][dayOfWeek - 1] ?? "";

const timeOfDay = ({ hour, minute, second }: Temporal.ZonedDateTime): string =>
  `${two(hour)}:${two(minute)}${second === 0 ? "" : `:${two(second)}`}`;

/** `Thu 2026-12-24 03:00:10`, in the zone; seconds only where there are any. */
export const momentText = (at: Instant, zone: string): string => {
  const local = localOf(at, zone);
  return `${weekday(local)} ${local.toPlainDate()} ${timeOfDay(local)}`;
};

/** On the seventh day the same weekday comes again. */
const SIX_DAYS_MS = 6 * 86_400_000;

/** `Thu 03:00:10` while the weekday says which day is meant: within a week of the other moment. */
export const nearMomentText = (at: Instant, near: Instant, zone: string): string => {
  if (Math.abs(at - near) >= SIX_DAYS_MS) return momentText(at, zone);
  const local = localOf(at, zone);
  return `${weekday(local)} ${timeOfDay(local)}`;
};
