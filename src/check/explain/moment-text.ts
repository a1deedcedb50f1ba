import { Temporal } from "temporal-polyfill";
import { type Instant, toIso } from "../../lib/clock.ts";

/** RFC 3339 in whole seconds where they are whole: for machines. */
export const isoText = (at: Instant): string => toIso(at).replace(".000Z", "Z");

const two = (number: number): string => String(number).padStart(2, "0");

/** `Thu 2026-12-24 03:00:10`, in the zone; seconds only where there are any. */
export const momentText = (at: Instant, zone: string): string => {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toZonedDateTimeISO(zone);
  const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][local.dayOfWeek - 1] ?? "";
  const seconds = local.second === 0 ? "" : `:${two(local.second)}`;
  return `${day} ${local.toPlainDate()} ${two(local.hour)}:${two(local.minute)}${seconds}`;
};
