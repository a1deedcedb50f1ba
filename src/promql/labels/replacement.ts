import { RE2JS } from "re2js";
import { describeRegexpProblem, readRegexp } from "../../labels/regexp.ts";
import type { Constraint } from "../../labels/symbolic.ts";
import {
  ABSENT,
  ANYTHING,
  conjunction,
  escapeRegexp,
  exactly,
  exactValue,
  PRESENT,
} from "./constraint.ts";
import { type RegexpGroup, readRegexpGroups } from "./regexp-groups.ts";

/** A part of a replacement: text, or a group by name or number. */
export type ReplacementPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "group"; readonly group: string };

const PART = /\$\$|\$\{([\p{L}\p{Nd}_]+)\}|\$([\p{L}\p{Nd}_]+)|[^$]+|\$/gu;

/**
 * Reads `$1`, `${1}`, `$name` and `$$` as Go's regexp.Expand does: a name is as long as possible, so
 * `$1x` is the group `1x`; a dollar sign that begins neither stands for itself.
 */
export const readReplacement = (replacement: string): readonly ReplacementPart[] => {
  const parts: ReplacementPart[] = [];
  for (const [written, braced, bare] of replacement.matchAll(PART)) {
    const group = braced ?? bare;
    if (group !== undefined) parts.push({ kind: "group", group });
    else parts.push({ kind: "text", text: written === "$$" ? "$" : written });
  }
  return parts;
};

const groupNumber = (group: string): number | undefined =>
  /^(?:0|[1-9]\d{0,8})$/.test(group) ? Number(group) : undefined;

/** A regular expression of a relabelling or of `label_replace`, anchored. */
export type ReplacementRegexp = { readonly expression: string; readonly compiled: RE2JS };

const CACHE_LIMIT = 2000;
const cache = new Map<string, ReplacementRegexp>();

/** The dot matches a newline too, as in Prometheus 3. Throws where the expression does not compile. */
export const replacementRegexp = (expression: string): ReplacementRegexp => {
  const known = cache.get(expression);
  if (known !== undefined) return known;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const read = readRegexp(expression);
  if (!read.ok) throw new Error(describeRegexpProblem(read.problem));
  const regexp = { expression, compiled: RE2JS.compile(`^(?s:${expression})$`) };
  cache.set(expression, regexp);
  return regexp;
};

/** A match, as what each group captured: `$0` is the whole. */
export type RegexpMatch = (group: string) => string;

/** What the groups capture in the value; undefined when it does not match. */
export const matchGroups = (regexp: ReplacementRegexp, value: string): RegexpMatch | undefined => {
  const matcher = regexp.compiled.matcher(value);
  if (!matcher.matches()) return undefined;
  return (group) => {
    const named = regexp.compiled.namedGroups();
    const number = groupNumber(group) ?? (Object.hasOwn(named, group) ? named[group] : undefined);
    if (number === undefined || number > matcher.groupCount()) return "";
    return matcher.group(number) ?? "";
  };
};

export const expandReplacement = (parts: readonly ReplacementPart[], match: RegexpMatch): string =>
  parts.map((part) => (part.kind === "text" ? part.text : match(part.group))).join("");

const ANY_TEXT = "(?s:.*)";

const groupOf = (groups: readonly RegexpGroup[], name: string): RegexpGroup | "none" => {
  const number = groupNumber(name);
  const found =
    number === undefined ? groups.find((group) => group.name === name) : groups[number - 1];
  return found ?? "none";
};

const groupPattern = (groups: readonly RegexpGroup[] | undefined, name: string): string => {
  if (groups === undefined || name === "0") return ANY_TEXT;
  const group = groupOf(groups, name);
  if (group === "none") return "";
  if (group.body === undefined) return ANY_TEXT;
  const body = `(?s:${group.body})`;
  return group.certain ? body : `${body}?`;
};

const isWhole = (expression: string, groups: readonly RegexpGroup[] | undefined): boolean => {
  const [first, ...others] = groups ?? [];
  return others.length === 0 && first?.certain === true && `(${first.body})` === expression;
};

/** A replacement of what a regular expression matched, in a value of which `source` is known. */
export type Replacing = {
  readonly regexp: ReplacementRegexp;
  readonly replacement: string;
  readonly source: Constraint;
};

/** A constraint's expressions are tried often, and this keeps them short. */
const PATTERN_LIMIT = 1000;

/** A dot matches a newline too; without one, the expression may be simple enough to be understood. */
const dotAll = (expression: string): string =>
  expression.includes(".") ? `(?s:${expression})` : expression;

/** What is known of a value that the expression matches. */
export const matchingConstraint = ({ expression }: ReplacementRegexp): Constraint => {
  if (expression === ".*" || expression === "(.*)") return ANYTHING;
  if (expression === ".+" || expression === "(.+)") return PRESENT;
  return [{ operator: "=~", value: dotAll(expression) }];
};

/** What is known of a value that it does not match. */
export const otherConstraint = ({ expression }: ReplacementRegexp): Constraint =>
  expression === ".+" || expression === "(.+)"
    ? ABSENT
    : [{ operator: "!~", value: dotAll(expression) }];

const patternConstraint = (pattern: string): Constraint => {
  if (pattern === ANY_TEXT || pattern.length > PATTERN_LIMIT) return ANYTHING;
  return pattern === "" ? ABSENT : [{ operator: "=~", value: pattern }];
};

const expandConstraint = (
  { regexp, source }: Replacing,
  parts: readonly ReplacementPart[],
): Constraint => {
  const groups = readRegexpGroups(regexp.expression);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "group") {
    if (only.group === "0" || (only.group === "1" && isWhole(regexp.expression, groups))) {
      return conjunction(source, matchingConstraint(regexp)) ?? source;
    }
  }
  return patternConstraint(
    parts
      .map((part) =>
        part.kind === "text" ? escapeRegexp(part.text) : groupPattern(groups, part.group),
      )
      .join(""),
  );
};

/** What is known of the text that comes of it where the value matches. */
export const replacedConstraint = (replacing: Replacing): Constraint => {
  const { regexp, replacement, source } = replacing;
  const parts = readReplacement(replacement);
  if (parts.every((part) => part.kind === "text")) {
    return exactly(parts.map((part) => (part.kind === "text" ? part.text : "")).join(""));
  }
  const value = exactValue(source);
  if (value === undefined) return expandConstraint(replacing, parts);
  const match = matchGroups(regexp, value);
  return match === undefined ? ANYTHING : exactly(expandReplacement(parts, match));
};

/** What is known of the values joined by the separator. */
export const joinedConstraint = (sources: readonly Constraint[], separator: string): Constraint => {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) return only;
  const values = sources.map(exactValue);
  if (values.every((value) => value !== undefined)) return exactly(values.join(separator));
  const patterns = sources.map((source, index) => {
    const value = values[index];
    if (value !== undefined) return escapeRegexp(value);
    const tested = source.find(({ operator }) => operator === "=~");
    if (tested !== undefined) return `(?:${tested.value})`;
    return source.some(({ operator, value: text }) => operator === "!=" && text === "")
      ? "(?s:.+)"
      : ANY_TEXT;
  });
  const pattern = patterns.join(escapeRegexp(separator));
  return patternConstraint(pattern);
};
