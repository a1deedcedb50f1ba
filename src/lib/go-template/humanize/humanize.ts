import { floatText } from "../format/float-text.ts";
import { CallError } from "../template-error.ts";
import { type GoTime, UTC } from "../time/go-time.ts";
import { DURATION } from "../time/time-values.ts";
import type { GoValue } from "../value/go-value.ts";

const LARGE = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"] as const;
const SMALL = ["", "m", "u", "n", "p", "f", "a", "z", "y"] as const;
const BINARY = ["", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"] as const;

/** Four significant digits, as all of Prometheus's humanizing functions give. */
const fourDigits = (value: number): string => floatText(value, "g", 4);

const scaled = (value: number, base: number, prefixes: readonly string[]): string => {
  let rest = value;
  let step = 0;
  while (Math.abs(rest) >= base && step < prefixes.length - 1) {
    rest /= base;
    step++;
  }
  return fourDigits(rest) + (prefixes[step] ?? "");
};

const scaledUp = (value: number): string => {
  let rest = value;
  let step = 0;
  while (Math.abs(rest) < 1 && step < SMALL.length - 1) {
    rest *= 1000;
    step++;
  }
  return fourDigits(rest) + (SMALL[step] ?? "");
};

/** `1234567` as `1.235M`. */
export const humanize = (value: number): string => {
  if (value === 0 || !Number.isFinite(value)) return fourDigits(value);
  return Math.abs(value) >= 1 ? scaled(value, 1000, LARGE) : scaledUp(value);
};

/** `1048576` as `1Mi`. */
export const humanize1024 = (value: number): string =>
  Math.abs(value) <= 1 || !Number.isFinite(value) ? fourDigits(value) : scaled(value, 1024, BINARY);

/** Where Go converts floats that are too large for 64 bits. */
const toInt64 = (value: number): bigint =>
  Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);

const longDuration = (value: number): string => {
  const sign = value < 0 ? "-" : "";
  const distance = Math.abs(value);
  const whole = toInt64(distance);
  const seconds = whole % 60n;
  const minutes = (whole / 60n) % 60n;
  const hours = (whole / 3600n) % 24n;
  const days = whole / 86_400n;
  if (days !== 0n) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`;
  if (hours !== 0n) return `${sign}${hours}h ${minutes}m ${seconds}s`;
  if (minutes !== 0n) return `${sign}${minutes}m ${seconds}s`;
  return `${sign}${fourDigits(distance)}s`;
};

/** Seconds, `3725` as `1h 2m 5s`. */
export const humanizeDuration = (value: number): string => {
  if (!Number.isFinite(value)) return fourDigits(value);
  if (value === 0) return `${fourDigits(value)}s`;
  return Math.abs(value) >= 1 ? longDuration(value) : `${scaledUp(value)}s`;
};

/** A ratio, `0.1234` as `12.34%`. */
export const humanizePercentage = (value: number): string => `${fourDigits(value * 100)}%`;

/** The moment of a timestamp in seconds, to the millisecond. Throws a CallError where Prometheus does. */
export const timeOfSeconds = (value: number): GoTime => {
  if (!Number.isFinite(value)) throw new CallError("value is NaN or Inf");
  const ns = value * 1e9;
  if (ns > 2 ** 63 || ns < -(2 ** 63)) {
    throw new CallError(
      `${floatText(value, "g", -1)} cannot be represented as a nanoseconds timestamp since it overflows int64`,
    );
  }
  return { ns: (BigInt(Math.trunc(ns)) / 1_000_000n) * 1_000_000n, zone: UTC };
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const ENDLESS: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};

/** Go's strconv.ParseFloat, without hexadecimal floats. */
const parseFloat64 = (text: string): number => {
  const value = NUMBER.test(text) ? Number(text) : undefined;
  if (value !== undefined) {
    if (Number.isFinite(value)) return value;
    throw new CallError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: value out of range`);
  }
  const endless = ENDLESS[text.toLowerCase().replace(/^[+-]/, "")];
  if (endless === undefined || /^[+-]nan$/i.test(text)) {
    throw new CallError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return text.startsWith("-") ? -endless : endless;
};

/** What the humanizing functions take for a number: numbers, texts that are some, and durations. */
export const numberOf = (value: GoValue | undefined): number => {
  if (value === undefined || value.kind === "invalid") {
    throw new CallError("can't convert <nil> to float");
  }
  if (value.kind === "float") return value.float;
  if (value.kind === "int") {
    return value.type === DURATION ? Number(value.int) / 1e9 : Number(value.int);
  }
  if (value.kind === "string" && value.type.text === "string") return parseFloat64(value.text);
  throw new CallError(`can't convert ${value.type.text} to float`);
};
