import { RE2JS, RE2JSException, RE2JSSyntaxException } from "re2js";
import { rememberByExpression, writtenOut } from "./expression-cache.ts";
import { readSimpleRegexp, type SimpleRegexp, simpleTest } from "./literal-regexp.ts";

/** A regular expression that Prometheus and Alertmanager would take. */
export type Regexp = {
  readonly expression: string;
  /** Whether the whole value matches. */
  readonly test: (value: string) => boolean;
  /** Set when the expression is a list of values, or a text with wildcards around it. */
  readonly simple: SimpleRegexp | undefined;
  /** The expression compiled by RE2, anchored as Prometheus and Alertmanager anchor it. */
  readonly compiled: () => RE2JS;
};

export type RegexpProblem = {
  /** "too large" is our limit, and says nothing about whether Alertmanager would take it. */
  readonly kind: "invalid" | "too large";
  /** Such as "missing closing ]". */
  readonly message: string;
  /** The part of the expression that is wrong, when it is known. */
  readonly part: string | undefined;
  /** Where that part begins, when it occurs once. */
  readonly offset: number | undefined;
};

export type RegexpResult =
  | { readonly ok: true; readonly regexp: Regexp }
  | { readonly ok: false; readonly problem: RegexpProblem };

/** Above this, an expression that is no plain list of values is refused before it is parsed. */
const MAX_LENGTH = 50_000;
/** A repetition writes its operand out; this bounds the length that comes of it. */
const MAX_WRITTEN_OUT = 500_000;

const PREFIX = "^(?:";
const SUFFIX = ")$";

const refused = (message: string): RegexpResult => ({
  ok: false,
  problem: { kind: "too large", message, part: undefined, offset: undefined },
});

const tooLarge = (expression: string): string | undefined => {
  if (expression.length > MAX_LENGTH) {
    return `the expression has ${expression.length} characters, the limit is ${MAX_LENGTH}`;
  }
  if (writtenOut(expression) > MAX_WRITTEN_OUT) {
    return `its repetitions write the expression out to more than ${MAX_WRITTEN_OUT} characters`;
  }
  return undefined;
};

const invalid = (expression: string, error: RE2JSException): RegexpResult => {
  const named = error instanceof RE2JSSyntaxException ? error : undefined;
  const wrapped = PREFIX + expression + SUFFIX;
  let part = named?.input ?? undefined;
  if (part === wrapped) part = undefined;
  else if (part?.endsWith(SUFFIX) && wrapped.endsWith(part)) part = part.slice(0, -SUFFIX.length);
  const offset = part === undefined || part === "" ? -1 : expression.indexOf(part);
  const once = offset >= 0 && expression.indexOf(part ?? "", offset + 1) < 0;
  return {
    ok: false,
    problem: {
      kind: "invalid",
      message: named?.error ?? error.message,
      part,
      offset: once ? offset : undefined,
    },
  };
};

const TOKENS_WITH_PARENTHESES =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*(?:\]|$)|\(\?P?<\w+>/g;

const withoutGroupNames = (expression: string): string =>
  expression.replace(TOKENS_WITH_PARENTHESES, (token) => (token.startsWith("(?") ? "(" : token));

/** Go, unlike re2js, takes a group name twice. Names mean nothing in a match, so they are left out then. */
const compileAsGo = (expression: string): RE2JS => {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    const isDuplicate =
      error instanceof RE2JSSyntaxException && error.error === "duplicate capture group name";
    if (!isDuplicate) throw error;
    return RE2JS.compile(withoutGroupNames(expression));
  }
};

const compileAnchored = (expression: string): RE2JS => compileAsGo(PREFIX + expression + SUFFIX);

const simpleRegexp = (expression: string, simple: SimpleRegexp): Regexp => {
  let compiled: RE2JS | undefined;
  return {
    expression,
    simple,
    test: simpleTest(simple),
    compiled: () => {
      compiled ??= compileAnchored(expression);
      return compiled;
    },
  };
};

const compile = (expression: string): RegexpResult => {
  const simple = readSimpleRegexp(expression);
  if (simple !== undefined) return { ok: true, regexp: simpleRegexp(expression, simple) };
  const limit = tooLarge(expression);
  if (limit !== undefined) return refused(limit);
  try {
    const compiled = compileAnchored(expression);
    const test = (value: string): boolean => compiled.test(value);
    return { ok: true, regexp: { expression, simple: undefined, test, compiled: () => compiled } };
  } catch (error) {
    if (error instanceof RE2JSException) return invalid(expression, error);
    if (error instanceof RangeError) return refused("the expression nests too deeply");
    throw error;
  }
};

/**
 * The expression as Alertmanager and Prometheus up to 2 take it: RE2 syntax in `^(?:…)$`, where a dot matches
 * all but a line break. Since 3.0 Prometheus lets the dot match line breaks too: give it `(?s:…)` for that.
 * https://prometheus.io/docs/prometheus/3.0/migration/
 */
export const readRegexp = rememberByExpression(compile);

const standsAlone = (expression: string): RegexpResult | undefined => {
  try {
    compileAsGo(expression);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSException) return invalid(expression, error);
    throw error;
  }
};

/**
 * The expression as Prometheus takes it, which parses it by itself too: Alertmanager takes `a)|(?:b`, of which
 * `^(?:…)$` makes an expression, and Prometheus does not.
 */
export const readPrometheusRegexp = rememberByExpression((expression): RegexpResult => {
  const result = readRegexp(expression);
  if (!result.ok || result.regexp.simple !== undefined) return result;
  return standsAlone(expression) ?? result;
});

/** "invalid regular expression: missing closing ]: `[a`". */
export const describeRegexpProblem = ({ kind, message, part }: RegexpProblem): string => {
  const what = kind === "invalid" ? "invalid regular expression" : "regular expression too large";
  return `${what}: ${message}${part === undefined ? "" : `: \`${part.slice(0, 100)}\``}`;
};
