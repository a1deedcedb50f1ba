import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../lib/clock.ts";
import { UnreadableInput } from "../check/unreadable-input.ts";

/** A moment and the zone in which it was given, which is the one in which people are answered. */
export type Moment = { readonly at: Instant; readonly zone: string };

const FORM =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s*(Z|[+-]\d{2}:?\d{2}|[A-Za-z][\w+/-]*)?$/;

const zoneOf = (written: string): string => {
  if (/^(?:Z|UTC|GMT)$/i.test(written)) return "UTC";
  return written.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
};

const momentOf = (dateTime: string, zone: string): Instant | undefined => {
  try {
    return Temporal.PlainDateTime.from(dateTime, { overflow: "reject" }).toZonedDateTime(zone)
      .epochMilliseconds;
  } catch {
    return undefined;
  }
};

/**
 * Reads `2026-12-24 03:00` in the zone that is given behind it, as an offset or by name, or else in the local one. A
 * time that the clocks skip is taken as they do: an hour later.
 */
export const readMoment = (text: string, localZone: string): Moment => {
  const [, day = "", time = "00:00", written] = FORM.exec(text.trim()) ?? [];
  const zone = written === undefined ? localZone : zoneOf(written);
  const at = momentOf(`${day}T${time}`, zone);
  if (at !== undefined) return { at, zone };
  throw new UnreadableInput(
    `--at ${JSON.stringify(text)} is no moment`,
    'write it as "2026-12-24 03:00", "2026-12-24 03:00 Europe/Berlin" or 2026-12-24T02:00:00Z',
  );
};

/** The zone of this machine's clock. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
