import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../lib/clock.ts";
import { lazy } from "../../lib/lazy.ts";

/** A stretch of time in which a zone is the same distance ahead of UTC. */
export type Offset = { readonly from: Instant; readonly until: Instant; readonly offsetMs: number };

const ALWAYS_UTC: Offset = { from: -Infinity, until: Infinity, offsetMs: 0 };

const isUtc = (zone: string): boolean => zone === "UTC" || zone === "" || zone === "Local";

const readOffset = (zone: string, at: Instant): Offset => {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const next = moment.getTimeZoneTransition("next");
  const justAfter = moment.add({ nanoseconds: 1 });
  const last = justAfter.getTimeZoneTransition("previous");
  return {
    from: last?.epochMilliseconds ?? -Infinity,
    until: next?.epochMilliseconds ?? Infinity,
    offsetMs: moment.offsetNanoseconds / 1_000_000,
  };
};

const known = new Map<string, Offset[]>();

/**
 * How far the zone is ahead of UTC at the moment, and from when until when that is so. `Local` means
 * the zone of the machine that Alertmanager runs on, which is UTC unless told otherwise, and is taken for it.
 */
export const offsetAt = (zone: string, at: Instant): Offset => {
  if (isUtc(zone)) return ALWAYS_UTC;
  const offsets = known.get(zone) ?? [];
  const latest = offsets[0];
  if (latest !== undefined && at >= latest.from && at < latest.until) return latest;
  const place = offsets.findIndex(({ from, until }) => at >= from && at < until);
  const found = offsets[place] ?? readOffset(zone, at);
  if (place >= 0) offsets.splice(place, 1);
  offsets.unshift(found);
  known.set(zone, offsets);
  return found;
};

const canonicalCase = lazy(
  () => new Map(Intl.supportedValuesOf("timeZone").map((name) => [name.toLowerCase(), name])),
);

/** Whether Go's time.LoadLocation finds this zone: names of the IANA database, in their own case. */
export const isTimeZone = (name: string): boolean => {
  if (isUtc(name)) return true;
  if (!/^[A-Z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  const canonical = canonicalCase().get(name.toLowerCase());
  if (canonical !== undefined) return canonical === name;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
};
