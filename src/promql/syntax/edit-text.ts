import type { Span } from "../../lib/source.ts";
import type { Expr } from "./expr.ts";
import { printExpr, strengthOf } from "./print.ts";

/** The text with `replacement` in the place of the span; everything else stays as it was written. */
export const replaceSpan = (text: string, { from, to }: Span, replacement: string): string =>
  text.slice(0, from) + replacement + text.slice(to);

const endsWithGroup = (text: string): boolean =>
  /\bgroup_(?:left|right)$/i.test(text.trimEnd().slice(-"group_right".length - 1));

/**
 * The text that `node` was read from, with `replacement` in its place, in parentheses when it binds less
 * tightly. Comments and blanks outside of the node stay.
 */
export const replaceInText = (text: string, node: Expr, replacement: Expr): string => {
  const isWeaker = strengthOf(replacement) < strengthOf(node);
  const written = isWeaker ? `(${printExpr(replacement)})` : printExpr(replacement);
  // Parentheses after group_left would be its labels.
  const isLabels = written.startsWith("(") && endsWithGroup(text.slice(0, node.span.from));
  return replaceSpan(text, node.span, isLabels ? `() ${written}` : written);
};
