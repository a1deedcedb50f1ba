import type { MatchOperator } from "../../labels/matcher.ts";
import type { Span } from "../../lib/source.ts";
import { trimGoSpace } from "./go-space.ts";
import {
  type MatchersResult,
  operatorAt,
  type ParsedMatcher,
  problemAt,
  regexpProblem,
} from "./parsed-matcher.ts";

/** The white space of RE2's `\s`, which is less than that of JavaScript. */
const isSpace = (character: string): boolean => character !== "" && " \t\n\f\r".includes(character);

const skipSpace = (text: string, from: number, to: number): number => {
  let offset = from;
  while (offset < to && isSpace(text.charAt(offset))) offset++;
  return offset;
};

const skipSpaceBack = (text: string, from: number, to: number): number => {
  let offset = to;
  while (offset > from && isSpace(text.charAt(offset - 1))) offset--;
  return offset;
};

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;

const nameAt = (text: string, offset: number): string | undefined => {
  NAME.lastIndex = offset;
  return NAME.exec(text)?.[0];
};

/** What stands after a backslash; undefined if the backslash means itself. */
const escapedCharacter = (character: string): string | undefined => {
  if (character === "n") return "\n";
  return character === '"' || character === "\\" ? character : undefined;
};

/** The value without its quotes and escapes, or undefined if a quote stands where none may. */
const unescapeValue = (raw: string): string | undefined => {
  const quoted = raw.startsWith('"');
  const last = raw.length - 1;
  let closed = !quoted;
  let value = "";
  for (let index = quoted ? 1 : 0; index <= last; index++) {
    const character = raw.charAt(index);
    if (character === "\\" && index < last) {
      index++;
      const next = raw.charAt(index);
      value += escapedCharacter(next) ?? `\\${next}`;
    } else if (character === '"') {
      if (closed || index < last) return undefined;
      closed = true;
    } else value += character;
  }
  return closed ? value : undefined;
};

const badFormat = (text: string, { from, to }: Span): MatchersResult =>
  problemAt(
    `bad matcher format: "${text.slice(from, to)}" is not a label name, an operator (=, !=, =~, !~) and a value`,
    from,
    to,
  );

type Head = { readonly name: string; readonly operator: MatchOperator; readonly end: number };

const headAt = (text: string, start: number, end: number): Head | undefined => {
  const name = nameAt(text, start);
  if (name === undefined || start + name.length > end) return undefined;
  const operatorStart = skipSpace(text, start + name.length, end);
  const operator = operatorAt(text, operatorStart);
  if (operator === undefined || operatorStart + operator.length > end) return undefined;
  return { name, operator, end: operatorStart + operator.length };
};

const parsePart = (text: string, part: Span): MatchersResult => {
  const start = skipSpace(text, part.from, part.to);
  const head = headAt(text, start, part.to);
  if (head === undefined) return badFormat(text, part);
  const from = skipSpace(text, head.end, part.to);
  const to = skipSpaceBack(text, from, part.to);
  const value = unescapeValue(text.slice(from, to));
  if (value === undefined) {
    return problemAt(`unescaped double quote in the value ${text.slice(from, to)}`, from, to);
  }
  const matcher: ParsedMatcher = {
    name: head.name,
    operator: head.operator,
    value,
    span: { from: start, to },
    valueSpan: { from, to },
  };
  const problem = regexpProblem(matcher);
  return problem === undefined ? { ok: true, matchers: [matcher] } : { ok: false, problem };
};

/** Offsets of the commas outside quotes. */
const separators = (text: string, from: number, to: number): number[] => {
  const found: number[] = [];
  let insideQuotes = false;
  let escaped = false;
  for (let index = from; index < to; index++) {
    const character = text.charAt(index);
    if (character === ",") {
      if (!insideQuotes) found.push(index);
    } else if (character === '"') {
      if (!escaped) insideQuotes = !insideQuotes;
      escaped = false;
    } else escaped = character === "\\" && !escaped;
  }
  return found;
};

/** The parts between commas. After the last comma nothing need follow. */
const splitParts = (text: string): Span[] => {
  const end = text.length - (text.endsWith("}") ? 1 : 0);
  const parts: Span[] = [];
  let from = text.startsWith("{") ? 1 : 0;
  for (const comma of separators(text, from, end)) {
    parts.push({ from, to: comma });
    from = comma + 1;
  }
  const last = trimGoSpace(text, { from, to: end });
  if (last.from < last.to) parts.push(last);
  return parts;
};

/**
 * Matchers as Alertmanager 0.22 to 0.26 read them, and later ones when the newer syntax fails:
 * `a=b, c=~"d"` with or without braces (alertmanager, pkg/labels/parse.go). Quotes around a value are optional,
 * names are those of Prometheus, and a backslash that escapes nothing means itself.
 */
export const parseClassicMatchers = (text: string): MatchersResult => {
  const matchers: ParsedMatcher[] = [];
  for (const part of splitParts(text)) {
    const result = parsePart(text, part);
    if (!result.ok) return result;
    matchers.push(...result.matchers);
  }
  return { ok: true, matchers };
};
