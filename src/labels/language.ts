import { analysisOf, namesLineBreak } from "./analysis.ts";
import { TooLarge, unlessTooLarge } from "./automaton/budget.ts";
import { combineExpressions, SMALL_BUDGET } from "./combined-expressions.ts";
import { compileMatcher } from "./match.ts";
import type { ValueMatcher } from "./matcher.ts";
import type { Constraint } from "./symbolic.ts";

/**
 * Answers about all values at once, exact or "unknown", never a guess. Values have no line break unless an expression
 * names one or a matcher asks for such a value: otherwise `.*` would not take every value, and nobody means that.
 */
export type Satisfiability =
  | { readonly kind: "satisfiable"; readonly witness: string }
  | { readonly kind: "unsatisfiable" }
  | { readonly kind: "unknown" };

export type Implication =
  | { readonly kind: "implied" }
  | { readonly kind: "not implied"; readonly counterexample: string }
  | { readonly kind: "unknown" };

const NEGATIONS = { "=": "!=", "!=": "=", "=~": "!~", "!~": "=~" } as const;

/** The matcher that passes where this one does not. */
export const negate = ({ operator, value }: ValueMatcher): ValueMatcher => ({
  operator: NEGATIONS[operator],
  value,
});

/** What reads well as a value that nothing names. */
export const ANY_VALUE = "other";

/** How many values may be refused one by one, because the constraint names them, before we give up. */
const MAX_REFUSALS = 20_000;

/** The only values that can pass, if a matcher of the constraint names them. */
const candidatesOf = (constraint: Constraint): readonly string[] | undefined => {
  let candidates: readonly string[] | undefined;
  for (const { operator, value } of constraint) {
    if (operator === "=") return [value];
    const values = operator === "=~" ? analysisOf(value).values : undefined;
    if (values !== undefined && values.length < (candidates?.length ?? Number.POSITIVE_INFINITY)) {
      candidates = values;
    }
  }
  return candidates;
};

type Expressions = {
  readonly expressions: readonly string[];
  readonly wanted: ReadonlySet<string>;
};

/** The expressions that no list of values replaces, and those of them that must match. */
const expressionsOf = (constraint: Constraint): Expressions => {
  const wanted = new Set<string>();
  const unwanted = new Set<string>();
  for (const { operator, value } of constraint) {
    if (operator === "=~") wanted.add(value);
    else if (operator === "!~" && analysisOf(value).values === undefined) unwanted.add(value);
  }
  return { expressions: [...new Set([...wanted, ...unwanted])], wanted };
};

const isUnwanted = ({ expressions, wanted }: Expressions, accepted: readonly number[]): boolean =>
  accepted.length !== wanted.size ||
  !accepted.every((index) => wanted.has(expressions[index] ?? ""));

/** Texts that match all the wanted expressions and none of the others. Throws TooLarge. */
const matchingTexts = (sought: Expressions): Iterable<string> => {
  const expressions = combineExpressions(sought.expressions, SMALL_BUDGET);
  const { verdicts } = expressions.product;
  const verdict = verdicts.findIndex((accepted) => !isUnwanted(sought, accepted));
  return expressions.words(verdict);
};

/** Values that pass, each once, the shortest first. Throws TooLarge, at once or on the way. */
const passingValues = function* (constraint: Constraint): Generator<string> {
  const tests = constraint.map(compileMatcher);
  const lineBreaks = constraint.some(namesLineBreak);
  let refusals = 0;
  for (const value of candidatesOf(constraint) ?? matchingTexts(expressionsOf(constraint))) {
    const possible = lineBreaks || !value.includes("\n");
    if (possible && tests.every((test) => test(value))) yield value;
    else if (++refusals > MAX_REFUSALS) throw new TooLarge();
  }
};

const contradicts = (constraint: Constraint): boolean => {
  const keys = new Set(constraint.map(({ operator, value }) => operator + value));
  return constraint.some((matcher) => {
    const { operator, value } = negate(matcher);
    return keys.has(operator + value);
  });
};

const passes = (constraint: Constraint, value: string): boolean =>
  constraint.every((matcher) => compileMatcher(matcher)(value));

/** A value within the constraint, one that is not empty if there is any. Throws TooLarge. */
const findWitness = (constraint: Constraint): string | undefined => {
  if (contradicts(constraint)) return undefined;
  if (candidatesOf(constraint) === undefined && passes(constraint, ANY_VALUE)) return ANY_VALUE;
  for (const value of passingValues(constraint)) if (value !== "") return value;
  return passes(constraint, "") ? "" : undefined;
};

/** Whether some value passes all the tests. Throws where compileMatcher does. */
export const satisfy = (constraint: Constraint): Satisfiability =>
  unlessTooLarge((): Satisfiability => {
    const witness = findWitness(constraint);
    return witness === undefined ? { kind: "unsatisfiable" } : { kind: "satisfiable", witness };
  }) ?? { kind: "unknown" };

/** Whether every value within the constraint passes the matcher. */
export const implies = (constraint: Constraint, matcher: ValueMatcher): Implication => {
  const found = satisfy([...constraint, negate(matcher)]);
  if (found.kind === "unknown") return found;
  return found.kind === "unsatisfiable"
    ? { kind: "implied" }
    : { kind: "not implied", counterexample: found.witness };
};

/** Whether some value is within both. */
export const overlap = (a: Constraint, b: Constraint): Satisfiability => satisfy([...a, ...b]);

/** Whether the label may be absent. */
export const allowsAbsence = (constraint: Constraint): boolean => passes(constraint, "");

/** All values within the constraint, or undefined when there are more than `limit`, or it is not known. */
export const valuesOf = (constraint: Constraint, limit: number): readonly string[] | undefined => {
  if (contradicts(constraint)) return [];
  const found = unlessTooLarge(() =>
    passingValues(constraint)
      .take(limit + 1)
      .toArray(),
  );
  return found === undefined || found.length > limit ? undefined : found;
};

/** The one value that the label has, "" being absence; undefined when there are others or none, or it is not known. */
export const onlyValue = (constraint: Constraint): string | undefined =>
  valuesOf(constraint, 1)?.[0];
