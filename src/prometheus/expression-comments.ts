import type { LocatedText } from "../lib/source.ts";
import type { YamlComment } from "../lib/yaml-comments.ts";

/** Strings, in which `#` begins no comment, and comments. A string that does not end ends with the text. */
const TOKEN = /"(?:\\.|[^"\\])*(?:"|\\?$)|'(?:\\.|[^'\\])*(?:'|\\?$)|`[^`]*(?:`|$)|#[^\n]*/gs;

/** The comments of a PromQL expression, which YAML takes for text when it stands in a block. */
export const expressionComments = ({ text, offsetAt, placeAt }: LocatedText): YamlComment[] =>
  Array.from(text.matchAll(TOKEN))
    .filter(([token]) => token.startsWith("#"))
    .map(({ 0: token, index }) => ({
      place: placeAt(index),
      span: { from: offsetAt(index), to: offsetAt(index + token.length) },
      text: token.slice(1).trim(),
      alone: /^[ \t]*$/.test(text.slice(text.lastIndexOf("\n", index) + 1, index)),
    }));
