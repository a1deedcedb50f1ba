import { parseDuration } from "../../lib/duration.ts";
import { SyntaxFault } from "./syntax-fault.ts";

const MAX_INT64 = 2n ** 63n - 1n;

const unsigned64 = (digits: string): number => {
  const value = BigInt(digits);
  return value > MAX_INT64 ? Number.POSITIVE_INFINITY : Number(value);
};

const plainNumber = (written: string): number => {
  const digits = written.replaceAll("_", "");
  if (/^0x/i.test(digits)) return unsigned64(digits);
  if (/^0[0-7]+$/.test(digits)) return unsigned64(`0o${digits}`);
  return Number(digits);
};

/** Of a number that the grammar has accepted. */
export const isDuration = (written: string): boolean => /^\d.*[smhdwy]$/.test(written);

const ALPHANUMERIC = /\w/y;

const refuseNumber = (text: string, from: number, to: number): never => {
  let end = to;
  while (/\w/.test(text.charAt(end))) end++;
  const written = text.slice(from, end);
  throw new SyntaxFault(`"${written}" is neither a number nor a duration`, { from, to: end });
};

/**
 * The value of the number or duration (in seconds) that stands at `from`, by Go's rules: `0x1F`, `017`,
 * `1_000`, `5.`, `1e3`, `Inf`, `NaN`, `1h30m`.
 */
export const numberAt = (text: string, from: number, to: number): number => {
  ALPHANUMERIC.lastIndex = to;
  if (ALPHANUMERIC.test(text)) return refuseNumber(text, from, to);
  const written = text.slice(from, to);
  const word = written.toLowerCase();
  if (word === "inf") return Number.POSITIVE_INFINITY;
  if (word === "nan") return Number.NaN;
  if (isDuration(written)) {
    const ms = parseDuration(written);
    if (ms !== undefined) return ms / 1_000;
    throw new SyntaxFault(`${written} is out of the range of durations`, { from, to });
  }
  const value = plainNumber(written);
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return refuseNumber(text, from, to);
  throw new SyntaxFault(`${written} is too large for a number`, { from, to });
};

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": 92,
};

const NUMERIC_ESCAPE =
  /x(?<byte>[\da-fA-F]{2})|u(?<short>[\da-fA-F]{4})|U(?<long>[\da-fA-F]{8})|(?<octal>[0-7]{3})/y;

type Escape = { readonly bytes: readonly number[] | string; readonly length: number };

const codePoint = (hex: string): string | undefined => {
  const value = Number.parseInt(hex, 16);
  const valid = value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
  return valid ? String.fromCodePoint(value) : undefined;
};

/** The escape whose text after the backslash begins at `at`. */
const escapeAt = (text: string, at: number, quote: string): Escape | undefined => {
  const letter = text.charAt(at);
  const simple = letter === quote ? quote.charCodeAt(0) : SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return { bytes: [simple], length: 1 };
  NUMERIC_ESCAPE.lastIndex = at;
  const match = NUMERIC_ESCAPE.exec(text);
  if (match === null) return undefined;
  const { byte, octal, short, long } = match.groups ?? {};
  const length = match[0].length;
  const point = long ?? short;
  if (point !== undefined) {
    const character = codePoint(point);
    return character === undefined ? undefined : { bytes: character, length };
  }
  const value = byte === undefined ? Number.parseInt(octal ?? "", 8) : Number.parseInt(byte, 16);
  return value > 255 ? undefined : { bytes: [value], length };
};

/** The text of a run of escapes and characters: `\xe2\x82\xac` are the bytes of one character. */
const decodeBytes = (pieces: readonly (string | readonly number[])[]): string => {
  const encoder = new TextEncoder();
  const bytes = pieces.flatMap((piece) =>
    typeof piece === "string" ? [...encoder.encode(piece)] : piece,
  );
  return new TextDecoder().decode(new Uint8Array(bytes));
};

const unquoteEscaped = (text: string, from: number, to: number): string => {
  const quote = text.charAt(from);
  const end = to - 1;
  const pieces: (string | readonly number[])[] = [];
  let at = from + 1;
  while (at < end) {
    const backslash = text.indexOf("\\", at);
    const stop = backslash < 0 || backslash > end ? end : backslash;
    if (stop > at) pieces.push(text.slice(at, stop));
    if (stop === end) return decodeBytes(pieces);
    const decoded = escapeAt(text, stop + 1, quote);
    if (decoded === undefined) {
      const written = text.slice(stop, stop + 2);
      throw new SyntaxFault(
        `${written} is no escape in a quoted string: write \\${written} for the characters themselves`,
        { from: stop, to: Math.min(stop + 2, to) },
      );
    }
    pieces.push(decoded.bytes);
    at = stop + 1 + decoded.length;
  }
  return at === end ? decodeBytes(pieces) : refuseUnclosed(text, from);
};

const refuseUnclosed = (text: string, from: number): never => {
  throw new SyntaxFault(`a ${text.charAt(from)} is not closed`, { from, to: from + 1 });
};

/** The value of the quoted string that stands at `from`, by Go's rules of escaping. */
export const stringAt = (text: string, from: number, to: number): string => {
  const quote = text.charAt(from);
  if (to - from < 2 || text.charAt(to - 1) !== quote) return refuseUnclosed(text, from);
  if (quote === "`") return text.slice(from + 1, to - 1).replaceAll("\r", "");
  const backslash = text.indexOf("\\", from);
  if (backslash < 0 || backslash >= to) return text.slice(from + 1, to - 1);
  return unquoteEscaped(text, from, to);
};
