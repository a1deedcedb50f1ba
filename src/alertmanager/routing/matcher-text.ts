import type { Matcher } from "../../labels/matcher.ts";
import { goQuote } from "../grouping/go-quote.ts";

const OPERATORS = ["=", "!=", "=~", "!~"];
const RESERVED = /[\s\u0085{}!=~,\\"'`]/;

/** As OpenMetrics escapes: backslash, quote and new line. */
const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

const matcherText = ({ name, operator, value }: Matcher): string =>
  RESERVED.test(name)
    ? `${goQuote(name)}${operator}${goQuote(value)}`
    : `${name}${operator}"${escaped(value)}"`;

/** Matchers as Alertmanager prints them in the keys of groups; `{}` where there are none. */
export const matchersText = (matchers: readonly Matcher[]): string =>
  `{${matchers.map(matcherText).join(",")}}`;

const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** Alertmanager's order of matchers: by name, value and operator (pkg/labels/matcher.go). */
export const compareMatchers = (a: Matcher, b: Matcher): number =>
  compareText(a.name, b.name) ||
  compareText(a.value, b.value) ||
  OPERATORS.indexOf(a.operator) - OPERATORS.indexOf(b.operator);
