import { analysisOf } from "./analysis.ts";
import { TooLarge } from "./automaton/budget.ts";
import { combineExpressions, LARGE_BUDGET, SMALL_BUDGET } from "./combined-expressions.ts";
import { ANY_VALUE } from "./language.ts";
import { compileMatcher } from "./match.ts";
import type { Question } from "./question.ts";
import type { Constraint } from "./symbolic.ts";

/** A value that the question does not name. */
export type UnnamedText = {
  readonly text: string;
  /** The open expressions of the question that it matches. */
  readonly matching: readonly string[];
};

/** How many values may be refused one by one before we give up. */
const MAX_REFUSALS = 20_000;

/** The first text that is wanted. Throws TooLarge if there are too many before it. */
const firstWanted = (
  texts: Iterable<string>,
  wanted: (text: string) => boolean,
): string | undefined => {
  let refusals = 0;
  for (const text of texts) {
    if (wanted(text)) return text;
    if (++refusals > MAX_REFUSALS) throw new TooLarge();
  }
  return undefined;
};

/** What the constraint says of expressions whose values are no list: whether they must match. */
const demandsOf = (constraint: Constraint): ReadonlyMap<string, boolean> | undefined => {
  const demands = new Map<string, boolean>();
  for (const { operator, value } of constraint) {
    if (operator !== "=~" && operator !== "!~") continue;
    if (analysisOf(value).values !== undefined) continue;
    const demanded = operator === "=~";
    if (demands.get(value) === !demanded) return undefined;
    demands.set(value, demanded);
  }
  return demands;
};

/**
 * For each set of open expressions that an unnamed value within the constraint can match together, one such value. The
 * constraint may not name the only values that pass it. Throws TooLarge.
 */
export const unnamedTexts = function* (
  question: Question,
  constraint: Constraint,
): Generator<UnnamedText> {
  const demands = demandsOf(constraint);
  if (demands === undefined) return;
  const expressions = [...new Set([...question.open, ...demands.keys()])];
  const tests = constraint.map(compileMatcher);
  const wanted = (text: string): boolean =>
    !question.named.has(text) && tests.every((test) => test(text));
  const limit = constraint.length === 0 ? LARGE_BUDGET : SMALL_BUDGET;
  const { product, words } = combineExpressions(expressions, limit);
  const usual = expressions.filter((each) => analysisOf(each).regexp.test(ANY_VALUE)).join("\n");
  for (const [verdict, accepted] of product.verdicts.entries()) {
    const all = accepted.map((index) => expressions[index] ?? "");
    const met = new Set(all);
    if ([...demands].some(([expression, demanded]) => met.has(expression) !== demanded)) continue;
    const text =
      all.join("\n") === usual && wanted(ANY_VALUE)
        ? ANY_VALUE
        : firstWanted(words(verdict), wanted);
    if (text !== undefined)
      yield { text, matching: all.filter((each) => question.tested.has(each)) };
  }
};
