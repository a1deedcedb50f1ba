import type { Matcher, MatchOperator } from "../../labels/matcher.ts";
import { describeRegexpProblem, readRegexp } from "../../labels/regexp.ts";
import type { Span } from "../../lib/source.ts";

/** A matcher and where it stands in the text that was parsed. */
export type ParsedMatcher = Matcher & {
  readonly span: Span;
  /** Where its value stands, with its quotes. */
  readonly valueSpan: Span;
};

export type MatcherProblem = {
  /** What is wrong, without a full stop. */
  readonly message: string;
  readonly span: Span;
};

export type MatchersResult =
  | { readonly ok: true; readonly matchers: readonly ParsedMatcher[] }
  | { readonly ok: false; readonly problem: MatcherProblem };

export const problemAt = (message: string, from: number, to: number): MatchersResult => ({
  ok: false,
  problem: { message, span: { from, to } },
});

/** What is wrong with the expression of a matcher, placed at its value. */
export const regexpProblem = (matcher: ParsedMatcher): MatcherProblem | undefined => {
  if (matcher.operator === "=" || matcher.operator === "!=") return undefined;
  const result = readRegexp(matcher.value);
  if (result.ok) return undefined;
  return { message: describeRegexpProblem(result.problem), span: matcher.valueSpan };
};

const OPERATORS: readonly MatchOperator[] = ["=~", "!=", "!~", "="];

/** The operator that stands at the offset. */
export const operatorAt = (text: string, offset: number): MatchOperator | undefined =>
  OPERATORS.find((operator) => text.startsWith(operator, offset));
