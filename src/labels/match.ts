import type { Labels } from "./labels.ts";
import type { Matcher, ValueMatcher } from "./matcher.ts";
import { describeRegexpProblem, readRegexp } from "./regexp.ts";

/**
 * The matcher as a test of one value. A matcher whose expression is no regular expression is refused where it is read
 * (see readRegexp); here it throws.
 */
export const compileMatcher = ({ operator, value }: ValueMatcher): ((value: string) => boolean) => {
  if (operator === "=") return (candidate) => candidate === value;
  if (operator === "!=") return (candidate) => candidate !== value;
  const result = readRegexp(value);
  if (!result.ok) throw new Error(describeRegexpProblem(result.problem));
  const { test } = result.regexp;
  return operator === "=~" ? test : (candidate) => !test(candidate);
};

/** Whether the value passes. Throws where compileMatcher does. */
export const matchesValue = (matcher: ValueMatcher, value: string): boolean =>
  compileMatcher(matcher)(value);

/** The value of a label, which is "" when the label is absent. */
export const labelValue = (labels: Labels, name: string): string =>
  Object.hasOwn(labels, name) ? (labels[name] ?? "") : "";

/** Whether all the matchers pass, once compiled. */
export const compileMatchers = (matchers: readonly Matcher[]): ((labels: Labels) => boolean) => {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: compileMatcher(matcher) }));
  return (labels) => tests.every(({ name, test }) => test(labelValue(labels, name)));
};

/** Whether all the matchers pass. */
export const matches = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every((matcher) => matchesValue(matcher, labelValue(labels, matcher.name)));
