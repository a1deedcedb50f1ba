import type { Span } from "../../lib/source.ts";

const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Go's unicode.IsSpace, which differs from JavaScript's white space in U+0085 and U+FEFF. */
export const isGoSpace = (character: string): boolean => SPACE.test(character);

/** The part without the white space at its ends. */
export const trimGoSpace = (text: string, part: Span): Span => {
  let { from, to } = part;
  while (from < to && isGoSpace(text.charAt(from))) from++;
  while (to > from && isGoSpace(text.charAt(to - 1))) to--;
  return { from, to };
};
