const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

const NUMERIC = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})/y;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const isScalar = (code: number): boolean => code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);

const decode = (bytes: readonly number[]): string | undefined => {
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};

type Escape = { readonly bytes: Iterable<number>; readonly length: number };

/** The escape after a backslash that stands before `offset`. */
const readEscape = (text: string, offset: number): Escape | undefined => {
  const simple = SIMPLE[text.charAt(offset)];
  if (simple !== undefined) return { bytes: encoder.encode(simple), length: 1 };
  NUMERIC.lastIndex = offset;
  const match = NUMERIC.exec(text);
  if (match === null) return undefined;
  const [whole, byte, short, long, octal] = match;
  const length = whole.length;
  if (byte !== undefined) return { bytes: [Number.parseInt(byte, 16)], length };
  if (octal !== undefined) {
    const value = Number.parseInt(octal, 8);
    return value > 255 ? undefined : { bytes: [value], length };
  }
  const code = Number.parseInt(short ?? long ?? "", 16);
  if (!isScalar(code)) return undefined;
  return { bytes: encoder.encode(String.fromCodePoint(code)), length };
};

/**
 * The text of a Go string literal in double quotes, as `strconv.Unquote` reads it; undefined when it is none,
 * or when its bytes are no UTF-8.
 */
export const unquoteGo = (literal: string): string | undefined => {
  const inner = literal.slice(1, -1);
  if (inner.includes("\n")) return undefined;
  if (!inner.includes("\\")) return inner;
  const bytes: number[] = [];
  let offset = 0;
  while (offset < inner.length) {
    const backslash = inner.indexOf("\\", offset);
    const plainEnd = backslash < 0 ? inner.length : backslash;
    for (const byte of encoder.encode(inner.slice(offset, plainEnd))) bytes.push(byte);
    if (backslash < 0) break;
    const next = readEscape(inner, backslash + 1);
    if (next === undefined) return undefined;
    bytes.push(...next.bytes);
    offset = backslash + 1 + next.length;
  }
  return decode(bytes);
};
