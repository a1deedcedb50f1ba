import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../lib/clock.ts";

/** When people sleep, by the clock on the wall. */
const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 8;

/** Whether it is night at a moment in the zone, given by its IANA name. */
export const isNightIn =
  (zone: string) =>
  (at: Instant): boolean => {
    const moment = Temporal.Instant.fromEpochMilliseconds(Math.round(at));
    const { hour } = moment.toZonedDateTimeISO(zone);
    return hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
  };
