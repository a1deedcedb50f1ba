import { unquoteGo } from "./go-string.ts";
import {
  type MatchersResult,
  type ParsedMatcher,
  problemAt,
  regexpProblem,
} from "./parsed-matcher.ts";
import { type Token, tokenAt } from "./utf8-tokens.ts";

const expected = (what: string, token: Token): MatchersResult => {
  const { from, to } = token.span;
  if (token.kind === "invalid") return problemAt(token.text, from, to);
  const found = token.kind === "end" ? "the end" : token.text;
  return problemAt(`expected ${what}, found ${found}`, from, to);
};

const textOf = (token: Token): string | undefined => {
  if (token.kind === "unquoted") return token.text;
  return token.kind === "quoted" ? unquoteGo(token.text) : undefined;
};

const isText = (token: Token): boolean => token.kind === "quoted" || token.kind === "unquoted";

const badString = (token: Token): MatchersResult =>
  problemAt(`${token.text} is not a valid string in double quotes`, token.span.from, token.span.to);

const matcherFrom = (text: string, nameToken: Token): MatchersResult => {
  if (!isText(nameToken)) return expected("a label name", nameToken);
  const name = textOf(nameToken);
  if (name === undefined) return badString(nameToken);
  const operator = tokenAt(text, nameToken.span.to);
  if (operator.kind !== "operator") return expected("an operator (=, !=, =~, !~)", operator);
  const valueToken = tokenAt(text, operator.span.to);
  if (!isText(valueToken)) return expected("a value", valueToken);
  const value = textOf(valueToken);
  if (value === undefined) return badString(valueToken);
  const matcher: ParsedMatcher = {
    name,
    operator: operator.text,
    value,
    span: { from: nameToken.span.from, to: valueToken.span.to },
    valueSpan: valueToken.span,
  };
  const problem = regexpProblem(matcher);
  return problem === undefined ? { ok: true, matchers: [matcher] } : { ok: false, problem };
};

const finish = (text: string, token: Token, braced: boolean): MatchersResult | undefined => {
  if (braced && token.kind !== "}") return expected("}", token);
  if (!braced && token.kind === "}") {
    return problemAt("} without {", token.span.from, token.span.to);
  }
  const last = braced ? tokenAt(text, token.span.to) : token;
  return last.kind === "end" ? undefined : expected("the end", last);
};

/**
 * Matchers as Alertmanager reads them since 0.27: names and values are any UTF-8 in double quotes with Go's escapes, or
 * text without white space and `{}!=~,\"'` and backquote (alertmanager, matcher/parse/parse.go).
 */
export const parseUtf8Matchers = (text: string): MatchersResult => {
  const matchers: ParsedMatcher[] = [];
  let token = tokenAt(text, 0);
  const braced = token.kind === "{";
  if (braced) token = tokenAt(text, token.span.to);
  while (token.kind !== "}" && token.kind !== "end") {
    const result = matcherFrom(text, token);
    if (!result.ok) return result;
    for (const matcher of result.matchers) {
      matchers.push(matcher);
      token = tokenAt(text, matcher.span.to);
    }
    if (token.kind === ",") token = tokenAt(text, token.span.to);
    else if (token.kind !== "}" && token.kind !== "end") return expected("a comma or }", token);
  }
  return finish(text, token, braced) ?? { ok: true, matchers };
};
