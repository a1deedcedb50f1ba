const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const NOTHING_TO_ESCAPE = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/;

const quotedCharacter = (character: string): string => {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  if (PRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code >= 0xd800 && code <= 0xdfff) return "\\ufffd";
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
};

/** A text in double quotes as Go's `%q` prints it (strconv.Quote). */
export const goQuote = (text: string): string =>
  NOTHING_TO_ESCAPE.test(text) ? `"${text}"` : `"${Array.from(text, quotedCharacter).join("")}"`;
