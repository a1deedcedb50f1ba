import { satisfy } from "../../labels/language.ts";
import type { ValueMatcher } from "../../labels/matcher.ts";
import { readRegexp } from "../../labels/regexp.ts";
import type { Constraint } from "../../labels/symbolic.ts";

export const ANYTHING: Constraint = [];
export const ABSENT: Constraint = [{ operator: "=", value: "" }];
export const PRESENT: Constraint = [{ operator: "!=", value: "" }];

/** More tests of one value than this are not kept; leaving one out only makes the constraint weaker. */
const TESTS_LIMIT = 16;

/** The text as a regular expression that matches it and nothing else. */
export const escapeRegexp = (text: string): string =>
  text.replace(/[\\^$.|?*+()[\]{}]/g, (character) => `\\${character}`);

export const exactly = (value: string): Constraint =>
  value === "" ? ABSENT : [{ operator: "=", value }];

/** The one value that is possible, where an equality says so. */
export const exactValue = (constraint: Constraint): string | undefined => {
  const first = constraint[0];
  return first !== undefined && first.operator === "=" ? first.value : undefined;
};

const passes = (matcher: ValueMatcher, value: string): boolean => {
  if (matcher.operator === "=") return value === matcher.value;
  if (matcher.operator === "!=") return value !== matcher.value;
  const read = readRegexp(matcher.value);
  return !read.ok || read.regexp.test(value) === (matcher.operator === "=~");
};

/** A regular expression that cannot be read passes everything. */
export const accepts = (constraint: Constraint, value: string): boolean => {
  for (const matcher of constraint) if (!passes(matcher, value)) return false;
  return true;
};

/** Whether some of the label sets lack the label. */
export const mayBeAbsent = (constraint: Constraint): boolean => accepts(constraint, "");

/** All that the regular expression matches, where it is nothing but a list of values. */
export const literalValues = (expression: string): readonly string[] | undefined => {
  const read = readRegexp(expression);
  return read.ok && read.regexp.simple?.kind === "values" ? read.regexp.simple.values : undefined;
};

/** All values that are possible, where they can be listed. */
const listedValues = (constraint: Constraint): readonly string[] | undefined => {
  for (const { operator, value } of constraint) {
    if (operator === "=") return [value];
    const literals = operator === "=~" ? literalValues(value) : undefined;
    if (literals !== undefined) return literals;
  }
  return undefined;
};

/** Longer constraints than this are not searched: they are taken to be possible. */
const SEARCHED_LENGTH = 200;
const SEARCHES_CACHED = 5000;
const searches = new Map<string, boolean>();

/** Where only inequalities and one expression are to be met, there is hardly ever nothing to find. */
const isWorthASearch = (constraint: Constraint): boolean => {
  let expressions = 0;
  let length = 0;
  for (const { operator, value } of constraint) {
    length += value.length;
    if (operator !== "=~" && operator !== "!~") continue;
    expressions += operator === "=~" ? 1 : 2;
    if (!readRegexp(value).ok) return false;
  }
  return expressions > 1 && length <= SEARCHED_LENGTH;
};

const search = (constraint: Constraint): boolean => {
  if (!isWorthASearch(constraint)) return true;
  const key = constraint.map(({ operator, value }) => `${operator}${value}`).join("\n");
  const known = searches.get(key);
  if (known !== undefined) return known;
  if (searches.size >= SEARCHES_CACHED) searches.clear();
  const found = satisfy(constraint).kind !== "unsatisfiable";
  searches.set(key, found);
  return found;
};

/** Whether some of the label sets have the label. Says yes where that could not be found out. */
export const mayBePresent = (constraint: Constraint): boolean => {
  const values = listedValues(constraint);
  if (values !== undefined) {
    return values.some((value) => value !== "" && accepts(constraint, value));
  }
  return search([...constraint, ...PRESENT]);
};

/** Whether some value passes all tests. Says yes where that could not be found out. */
export const isPossible = (constraint: Constraint): boolean => {
  const values = listedValues(constraint);
  if (values !== undefined) return values.some((value) => accepts(constraint, value));
  return mayBeAbsent(constraint) || search(constraint);
};

const isSame = (a: ValueMatcher, b: ValueMatcher): boolean =>
  a.operator === b.operator && a.value === b.value;

const simplified = (constraint: Constraint): Constraint => {
  const equality = constraint.find(({ operator }) => operator === "=");
  if (equality !== undefined) return [equality];
  return constraint.length > TESTS_LIMIT ? constraint.slice(0, TESTS_LIMIT) : constraint;
};

/** What passes the tests of both; undefined when nothing can. */
export const conjunction = (a: Constraint, b: Constraint): Constraint | undefined => {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const added = b.filter((matcher) => !a.some((other) => isSame(matcher, other)));
  if (added.length === 0) return a;
  const both = [...a, ...added];
  return isPossible(both) ? simplified(both) : undefined;
};

export const isSameConstraint = (a: Constraint, b: Constraint): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((matcher, index) => {
      const other = b[index];
      return other !== undefined && isSame(matcher, other);
    }));

/** The tests that hold for whatever passes those of `a` or those of `b`. */
export const union = (a: Constraint, b: Constraint): Constraint => {
  if (isSameConstraint(a, b)) return a;
  const [left, right] = [exactValue(a), exactValue(b)];
  if (left !== undefined && right !== undefined && left !== "" && right !== "") {
    return [{ operator: "=~", value: `${escapeRegexp(left)}|${escapeRegexp(right)}` }];
  }
  const shared = a.filter((matcher) => b.some((other) => isSame(matcher, other)));
  if (shared.length > 0) return shared;
  return mayBeAbsent(a) || mayBeAbsent(b) ? ANYTHING : PRESENT;
};

/** One of the values; `[]` when none is listed. */
export const oneOf = (values: readonly string[]): Constraint => {
  const [first, ...others] = values;
  if (first === undefined) return ANYTHING;
  if (others.length === 0) return exactly(first);
  return [{ operator: "=~", value: values.map(escapeRegexp).join("|") }];
};
