import { RE2JS, RE2JSException } from "re2js";
import { LONGEST_TEXT } from "../format/print-state.ts";
import { CallError, UnsupportedError } from "../template-error.ts";

const SMALL_CACHE = 200;
const compiled = new Map<string, RE2JS>();

const compile = (pattern: string): RE2JS => {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  try {
    const regexp = RE2JS.compile(pattern);
    if (compiled.size >= SMALL_CACHE) compiled.clear();
    compiled.set(pattern, regexp);
    return regexp;
  } catch (error) {
    if (error instanceof RE2JSException) throw new CallError(error.message, { cause: error });
    throw error;
  }
};

/** Whether the pattern is found anywhere in the text. Throws a CallError on a pattern that RE2 refuses. */
export const matchString = (pattern: string, text: string): boolean =>
  compile(pattern).matcher(text).find();

type Piece = string | { readonly group: string };

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/** Splits Go's replacement: `$1`, `$name`, `${name}` and `$$`; a name is as long as it can be. */
const piecesOf = (replacement: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of replacement.matchAll(REFERENCE)) {
    pieces.push(replacement.slice(end, match.index));
    const group = match[1] ?? match[2];
    pieces.push(group === undefined ? "$" : { group });
    end = match.index + match[0].length;
  }
  pieces.push(replacement.slice(end));
  return pieces;
};

type Matcher = ReturnType<RE2JS["matcher"]>;

const groupText = (regexp: RE2JS, matcher: Matcher, group: string): string => {
  if (!/^\d{1,4}$/.test(group)) {
    return group in regexp.namedGroups() ? (matcher.group(group) ?? "") : "";
  }
  const number = Number(group);
  return number <= matcher.groupCount() ? (matcher.group(number) ?? "") : "";
};

/** Go's Regexp.ReplaceAllString. Throws a CallError on a pattern that RE2 refuses. */
export const replaceAllString = (pattern: string, replacement: string, text: string): string => {
  const regexp = compile(pattern);
  const pieces = piecesOf(replacement);
  const matcher = regexp.matcher(text);
  let output = "";
  let end = 0;
  while (matcher.find()) {
    // Nothing is put where nothing matches right after a match.
    if (matcher.end() === end && end > 0) continue;
    output += text.slice(end, matcher.start());
    for (const piece of pieces) {
      output += typeof piece === "string" ? piece : groupText(regexp, matcher, piece.group);
    }
    end = matcher.end();
    if (output.length > LONGEST_TEXT) {
      throw new UnsupportedError(`a text of more than ${LONGEST_TEXT} characters`);
    }
  }
  return output + text.slice(end);
};
