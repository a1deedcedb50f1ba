import { readSimpleRegexp } from "../../../labels/literal-regexp.ts";
import type { LocatedText, Span } from "../../../lib/source.ts";
import type { LocatedMatcher, VectorSelector } from "../../../promql/syntax/expr.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";
import type { Edit, Fix } from "../../fix.ts";

/** Where the parts of a matcher stand in the expression. */
type Written = {
  /** The second character of `=~` or `!~`. */
  readonly tilde: number;
  /** Of the regular expression, without quotes. */
  readonly content: Span;
};

const MATCHER = /^((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w:]+)\s*[=!])~(\s*["'`])/;

const writtenParts = (text: string, { span }: LocatedMatcher): Written | undefined => {
  const [, operator, quote] = MATCHER.exec(text.slice(span.from, span.to)) ?? [];
  if (operator === undefined || quote === undefined) return undefined;
  const tilde = span.from + operator.length;
  return { tilde, content: { from: tilde + 1 + quote.length, to: span.to - 1 } };
};

const edit = (expr: LocatedText, { from, to }: Span, text = ""): Edit => ({
  file: expr.file,
  from: expr.offsetAt(from),
  to: expr.offsetAt(to),
  text,
});

const isEscaped = (expression: string, index: number): boolean =>
  (/\\*$/.exec(expression.slice(0, index))?.[0].length ?? 0) % 2 === 1;

/** The anchors at both ends, which every expression has anyway. */
const anchorsOf = (expression: string): { readonly first: boolean; readonly last: boolean } => ({
  first: /^\^(?![*+?{])/.test(expression),
  last: expression.endsWith("$") && !isEscaped(expression, expression.length - 1),
});

const withoutAnchors = (expression: string): string => {
  const { first, last } = anchorsOf(expression);
  return expression.slice(first ? 1 : 0, last ? -1 : undefined);
};

type Needless = {
  readonly at: number;
  readonly message: string;
  readonly help: string;
  readonly fix: Fix;
};

/** Edits that take the anchors away; none where the text has escapes, whose places are not known. */
const anchorEdits = (expr: LocatedText, expression: string, { content }: Written): Edit[] => {
  const { first, last } = anchorsOf(expression);
  return [
    ...(first ? [edit(expr, { from: content.from, to: content.from + 1 })] : []),
    ...(last ? [edit(expr, { from: content.to - 1, to: content.to })] : []),
  ];
};

/** The matcher with the comma and the blanks that part it from its neighbours. */
const withComma = (text: string, { from, to }: Span): Span => {
  const after = /^\s*,\s*/.exec(text.slice(to));
  if (after !== null) return { from, to: to + after[0].length };
  const before = /\s*,\s*$/.exec(text.slice(0, from));
  return before === null ? { from, to } : { from: before.index, to };
};

const ofMatcher = (
  matcher: LocatedMatcher,
  { metric }: VectorSelector,
  expr: LocatedText,
): Needless | undefined => {
  const { name, operator, value, span } = matcher;
  const written = writtenParts(expr.text, matcher);
  if (written === undefined) return undefined;
  const bare = withoutAnchors(value);
  if (bare === ".*" && operator === "=~" && metric !== "") {
    return {
      at: span.from,
      message: `${name}=~"${value}" takes every value, and series without ${name}`,
      help: "remove the matcher",
      fix: { edits: [edit(expr, withComma(expr.text, span))] },
    };
  }
  const simple = readSimpleRegexp(value);
  const isLiteral =
    simple?.kind === "values" && simple.values.length === 1 && simple.values[0] === bare;
  const edits = anchorEdits(expr, value, written);
  if (isLiteral && name !== "__name__") {
    const exact = operator === "=~" ? "=" : "!=";
    const { tilde } = written;
    const change = edit(expr, { from: tilde, to: tilde + 1 }, operator === "=~" ? "" : "=");
    return {
      at: tilde - 1,
      message: `${JSON.stringify(value)} is no pattern: it matches one text`,
      help: `write ${name}${exact}${JSON.stringify(bare)}, which is found by an index`,
      fix: { edits: [change, ...edits] },
    };
  }
  if (edits.length === 0) return undefined;
  return {
    at: anchorsOf(value).first ? written.content.from : written.content.to - 1,
    message:
      "a regular expression of a matcher always has to match the whole value: ^ and $ say nothing more",
    help: `write ${name}${operator}${JSON.stringify(bare)}`,
    fix: { edits },
  };
};

const discoveries = function* (rule: ExaminedRule, selectors: readonly VectorSelector[]) {
  const { expr, name } = rule.rule;
  for (const selector of selectors) {
    for (const matcher of selector.matchers) {
      if (!matcher.operator.endsWith("~")) continue;
      const needless = ofMatcher(matcher, selector, expr);
      if (needless === undefined) continue;
      const { at, message, help, fix } = needless;
      yield { place: expr.placeAt(at), subject: name.text, message, help, fix };
    }
  }
};

const find = function* ({ rules }: Examined): Iterable<Discovery> {
  for (const rule of rules) {
    const { query } = rule;
    if (query?.text.includes("~")) yield* discoveries(rule, selectorsOf(query.expr));
  }
};

export const regexpNeedless: Check = {
  name: "regexp-needless",
  severity: "info",
  title: "A regular expression that is no pattern, is anchored in vain, or takes everything",
  find,
};
