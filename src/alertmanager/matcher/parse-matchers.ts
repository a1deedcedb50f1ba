import { formatMatcher } from "../../labels/format-matcher.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { parseClassicMatchers } from "./classic-matchers.ts";
import type { MatcherProblem, MatchersResult, ParsedMatcher } from "./parsed-matcher.ts";
import { parseUtf8Matchers } from "./utf8-matchers.ts";

/** Alertmanager took the text, and logs a warning. */
export type MatcherWarning = {
  /** "fallback": only the classic syntax takes it. "disagreement": both do, with different meaning. */
  readonly kind: "fallback" | "disagreement";
  readonly problem: MatcherProblem;
  /** The same matchers in a spelling that both take. */
  readonly suggestion: string;
};

export type VersionedResult =
  | {
      readonly ok: true;
      readonly matchers: readonly ParsedMatcher[];
      readonly warning: MatcherWarning | undefined;
    }
  | { readonly ok: false; readonly problem: MatcherProblem };

const withoutWarning = (result: MatchersResult): VersionedResult =>
  result.ok ? { ...result, warning: undefined } : result;

const same = (a: readonly ParsedMatcher[], b: readonly ParsedMatcher[]): boolean =>
  a.length === b.length &&
  a.every((matcher, index) => {
    const other = b[index];
    return (
      matcher.name === other?.name &&
      matcher.operator === other.operator &&
      matcher.value === other.value
    );
  });

const suggestionFor = (matchers: readonly ParsedMatcher[]): string =>
  matchers.map(formatMatcher).join(",");

/** The newer syntax with the classic one to fall back on (alertmanager, matcher/compat/parse.go). */
const reconcile = (
  utf8: MatchersResult,
  classic: MatchersResult,
  text: string,
): VersionedResult => {
  if (!classic.ok) return withoutWarning(utf8.ok ? utf8 : classic);
  const { matchers } = classic;
  const suggestion = suggestionFor(matchers);
  if (!utf8.ok) {
    return { ok: true, matchers, warning: { kind: "fallback", problem: utf8.problem, suggestion } };
  }
  if (same(utf8.matchers, matchers)) return withoutWarning(utf8);
  const problem = {
    message: "the classic and the UTF-8 syntax of matchers read this differently",
    span: { from: 0, to: text.length },
  };
  return { ok: true, matchers, warning: { kind: "disagreement", problem, suggestion } };
};

/**
 * One item of `matchers`, `source_matchers` or `target_matchers` in a configuration, which may hold several matchers:
 * `a="b"`, or `{a="b",c=~"d"}`. Offsets are those of JavaScript strings.
 */
export const parseMatchers = (text: string, version: AlertmanagerVersion): VersionedResult =>
  version === "0.25"
    ? withoutWarning(parseClassicMatchers(text))
    : reconcile(parseUtf8Matchers(text), parseClassicMatchers(text), text);
