import { textOf } from "../value/byte-text.ts";

export type Unquoted = {
  readonly text: string;
  /** For each UTF-16 unit of the text, and for its end, where it begins in what was unquoted. */
  readonly offsets: readonly number[];
};

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": 92,
  "'": 39,
  '"': 34,
};

const CODED = [
  { pattern: /x([0-9a-fA-F]{2})/y, radix: 16, isByte: true },
  { pattern: /([0-7]{3})/y, radix: 8, isByte: true },
  { pattern: /u([0-9a-fA-F]{4})/y, radix: 16, isByte: false },
  { pattern: /U([0-9a-fA-F]{8})/y, radix: 16, isByte: false },
] as const;

type Escape = { readonly code: number; readonly isByte: boolean; readonly end: number };

const codedEscape = (quoted: string, at: number): Escape | undefined => {
  for (const { pattern, radix, isByte } of CODED) {
    pattern.lastIndex = at;
    const digits = pattern.exec(quoted)?.[1];
    if (digits === undefined) continue;
    const code = Number.parseInt(digits, radix);
    const isValid = isByte ? code <= 0xff : code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isValid ? { code, isByte, end: pattern.lastIndex } : undefined;
  }
  return undefined;
};

/** Reads what follows a backslash at `at - 1`. */
const readEscape = (quoted: string, at: number, quote: string): Escape | undefined => {
  const letter = quoted[at] ?? "";
  const simple = SIMPLE[letter];
  if (simple === undefined) return codedEscape(quoted, at);
  if ((letter === "'" || letter === '"') && letter !== quote) return undefined;
  return { code: simple, isByte: false, end: at + 1 };
};

const unquoteRaw = (quoted: string): Unquoted => {
  let text = "";
  const offsets: number[] = [];
  for (let at = 1; at < quoted.length - 1; at++) {
    if (quoted[at] === "\r") continue;
    offsets.push(at);
    text += quoted[at];
  }
  offsets.push(quoted.length - 1);
  return { text, offsets };
};

type Unquoting = { text: string; readonly offsets: number[]; readonly bytes: number[] };

const add = (unquoting: Unquoting, part: string, at: number): void => {
  unquoting.text += part;
  for (let unit = 0; unit < part.length; unit++) unquoting.offsets.push(at);
};

/** Adds what escapes spelled byte by byte, which together may be a character; false where they are none. */
const addBytes = (unquoting: Unquoting, at: number): boolean => {
  const { bytes } = unquoting;
  if (bytes.length === 0) return true;
  const spelled = textOf(Uint8Array.from(bytes));
  bytes.length = 0;
  if (spelled !== undefined) add(unquoting, spelled, at);
  return spelled !== undefined;
};

const addEscape = (unquoting: Unquoting, read: Escape, at: number): boolean => {
  if (read.isByte && read.code > 0x7f) {
    unquoting.bytes.push(read.code);
    return true;
  }
  if (!addBytes(unquoting, at)) return false;
  add(unquoting, String.fromCodePoint(read.code), at);
  return true;
};

/** What a Go string or character literal says; undefined where Go refuses it or it is no text. */
export const unquote = (quoted: string): Unquoted | undefined => {
  const quote = quoted[0] ?? "";
  if (quote === "`") return unquoteRaw(quoted);
  const unquoting: Unquoting = { text: "", offsets: [], bytes: [] };
  const end = quoted.length - 1;
  let at = 1;
  while (at < end) {
    if (quoted[at] === "\\") {
      const read = readEscape(quoted, at + 1, quote);
      if (read === undefined || !addEscape(unquoting, read, at)) return undefined;
      at = read.end;
    } else {
      if (!addBytes(unquoting, at)) return undefined;
      add(unquoting, quoted[at] ?? "", at);
      at++;
    }
  }
  if (!addBytes(unquoting, end)) return undefined;
  return { text: unquoting.text, offsets: [...unquoting.offsets, end] };
};

const SHORT: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};

/** What Go's unicode.IsPrint says: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export const isPrintable = (character: string): boolean =>
  character === " " || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);

const quoteCharacter = (character: string, quote: string, onlyAscii: boolean): string => {
  if (character === quote) return `\\${quote}`;
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (isPrintable(character) && (!onlyAscii || code <= 0x7f)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
};

/** Go's strconv.Quote, or with single quotes its QuoteRune. */
export const quoteText = (text: string, quote = '"', onlyAscii = false): string => {
  let quoted = quote;
  for (const character of text) quoted += quoteCharacter(character, quote, onlyAscii);
  return quoted + quote;
};
