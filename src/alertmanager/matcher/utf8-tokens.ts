import type { MatchOperator } from "../../labels/matcher.ts";
import type { Span } from "../../lib/source.ts";
import { isGoSpace } from "./go-space.ts";
import { operatorAt } from "./parsed-matcher.ts";

export type Token =
  | {
      readonly kind: "{" | "}" | "," | "end" | "quoted" | "unquoted";
      readonly text: string;
      readonly span: Span;
    }
  | { readonly kind: "operator"; readonly text: MatchOperator; readonly span: Span }
  | { readonly kind: "invalid"; readonly text: string; readonly span: Span };

const RESERVED = "{}!=~,\\\"'`";

const isReserved = (character: string): boolean =>
  RESERVED.includes(character) || isGoSpace(character);

/** The end of a text in double quotes that begins at `from`, or undefined if it does not end. */
const quotedEnd = (text: string, from: number): number | undefined => {
  for (let index = from + 1; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === "\\") index++;
    else if (character === '"') return index + 1;
  }
  return undefined;
};

const unquotedEnd = (text: string, from: number): number => {
  let index = from;
  while (index < text.length && !isReserved(text.charAt(index))) index++;
  return index;
};

const invalid = (message: string, from: number, to: number): Token => ({
  kind: "invalid",
  text: message,
  span: { from, to },
});

const readText = (text: string, from: number): Token => {
  if (text.charAt(from) !== '"') {
    const to = unquotedEnd(text, from);
    return { kind: "unquoted", text: text.slice(from, to), span: { from, to } };
  }
  const to = quotedEnd(text, from);
  if (to === undefined) return invalid("missing closing double quote", from, text.length);
  return { kind: "quoted", text: text.slice(from, to), span: { from, to } };
};

/** The token at or after `offset` (alertmanager, matcher/parse/lexer.go). */
export const tokenAt = (text: string, offset: number): Token => {
  let from = offset;
  while (from < text.length && isGoSpace(text.charAt(from))) from++;
  const first = text.charAt(from);
  const span = { from, to: from + 1 };
  if (first === "") return { kind: "end", text: "", span: { from, to: from } };
  if (first === "{" || first === "}" || first === ",") return { kind: first, text: first, span };
  const operator = operatorAt(text, from);
  if (operator !== undefined) {
    return { kind: "operator", text: operator, span: { from, to: from + operator.length } };
  }
  if (first === '"' || !isReserved(first)) return readText(text, from);
  return invalid(`${first} is not allowed here outside double quotes`, from, from + 1);
};
