import { isPrintable } from "../syntax/quoted-text.ts";
import { bytesOf } from "../value/byte-text.ts";

const HTML: Readonly<Record<string, string>> = {
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

/** Go's template.HTMLEscapeString. */
export const escapeHtml = (text: string): string =>
  text.replaceAll("\0", "�").replace(/["'&<>]/g, (character) => HTML[character] ?? character);

const JS: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};

const codeUnit = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** Go's template.JSEscapeString. */
export const escapeJs = (text: string): string => {
  let escaped = "";
  for (const character of text) {
    const isPlain = character >= " " && (character <= "\x7f" || isPrintable(character));
    escaped += JS[character] ?? (isPlain ? character : codeUnit(character));
  }
  return escaped;
};

const hexByte = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;

/** Go's url.QueryEscape: spaces as `+`. */
export const escapeQuery = (text: string): string =>
  text.replace(/[^A-Za-z0-9\-_.~]/gu, (character) =>
    character === " " ? "+" : Array.from(bytesOf(character), hexByte).join(""),
  );
