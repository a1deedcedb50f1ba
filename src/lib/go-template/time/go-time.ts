/** A time zone. An empty name is a mere offset. */
export type Zone = {
  /** Seconds east of UTC at a moment given in seconds since 1970. */
  readonly offsetAt: (unixSeconds: number) => number;
  /** The short name at a moment, such as `UTC`; empty when the zone has none. Throws where it is not known. */
  readonly nameAt: (unixSeconds: number) => string;
};

/** Go's time.Time without its monotonic reading. */
export type GoTime = {
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly ns: bigint;
  readonly zone: Zone;
};

const NS_PER_S = 1_000_000_000n;

export const UTC: Zone = { offsetAt: () => 0, nameAt: () => "UTC" };

/** The zero of time.Time: the first of January of year 1. */
export const ZERO_TIME: GoTime = { ns: -62_135_596_800n * NS_PER_S, zone: UTC };

/** From milliseconds since 1970, as the rest of the program counts. */
export const timeOfMs = (ms: number): GoTime => ({
  ns: BigInt(Math.round(ms)) * 1_000_000n,
  zone: UTC,
});

const floorDivide = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b));

/** Whole seconds since 1970, rounded down. */
export const unixSeconds = (time: GoTime): number => Number(floorDivide(time.ns, NS_PER_S));

/** The nanoseconds within the second. */
export const nanosecond = (time: GoTime): number =>
  Number(time.ns - floorDivide(time.ns, NS_PER_S) * NS_PER_S);

export const offsetOf = (time: GoTime): number => time.zone.offsetAt(unixSeconds(time));

/** What the calendar and the clock of the time's zone show. */
export type Civil = {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const MS_PER_DAY = 86_400_000;

/** Milliseconds since 1970 of midnight on a day, for any year. */
const dayMs = (year: number, month: number, day: number): number =>
  new Date(0).setUTCFullYear(year, month, day);

export const civilOf = (time: GoTime): Civil => {
  const date = new Date((unixSeconds(time) + offsetOf(time)) * 1000);
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    yearDay: Math.floor((date.getTime() - dayMs(year, 0, 1)) / MS_PER_DAY) + 1,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
};

/** The same time of day on another date, in the same zone. */
export const addDate = (
  time: GoTime,
  { years, months, days }: { years: number; months: number; days: number },
): GoTime => {
  const { year, month, day } = civilOf(time);
  const moved = dayMs(year + years, month - 1 + months, day + days) - dayMs(year, month - 1, day);
  const shifted = { ...time, ns: time.ns + BigInt(moved) * 1_000_000n };
  const drift = offsetOf(time) - offsetOf(shifted);
  return { ...shifted, ns: shifted.ns + BigInt(drift) * NS_PER_S };
};

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9})\d*)?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** A zone that is nothing but an offset. */
const offsetZone = (offset: number): Zone => ({ offsetAt: () => offset, nameAt: () => "" });

/** Reads a time as JSON carries it; undefined for anything else. */
export const parseRfc3339 = (text: string): GoTime | undefined => {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", sign, hours, minutes] = match;
  const dayStart = dayMs(Number(year), Number(month) - 1, Number(day));
  const date = new Date(dayStart);
  if (date.getUTCMonth() + 1 !== Number(month) || Number(hour) > 23) return undefined;
  if (Number(minute) > 59 || Number(second) > 59) return undefined;
  const east = (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60) * (sign === "-" ? -1 : 1);
  const s = dayStart / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - east;
  return {
    ns: BigInt(s) * NS_PER_S + BigInt(fraction.padEnd(9, "0")),
    zone: sign === undefined || east === 0 ? UTC : offsetZone(east),
  };
};
