import { analysisOf } from "./analysis.ts";
import { buildAlphabet } from "./automaton/alphabet.ts";
import { budgetOf, TooLarge, unlessTooLarge } from "./automaton/budget.ts";
import { determinize } from "./automaton/determinize.ts";
import { buildProduct, type Product } from "./automaton/product.ts";
import { wordsOf } from "./automaton/words.ts";

/** Several expressions at once: which of them a text can match together. */
export type CombinedExpressions = {
  /** Its verdicts are indices of the expressions that match. */
  readonly product: Product;
  /** The texts of a verdict, the shortest first. */
  readonly words: (verdict: number) => Generator<string>;
};

/** Letters, positions and states that may be visited for a question of many: some 0.1 s. */
export const SMALL_BUDGET = 150_000;
/** The same for a question that decides many others. */
export const LARGE_BUDGET = 750_000;

const CACHED_COMBINATIONS = 64;

/** Undefined for those that are too large. */
const cache = new Map<string, CombinedExpressions | undefined>();

const combine = (expressions: readonly string[], limit: number): CombinedExpressions => {
  const programs = expressions.map((expression) => {
    const program = analysisOf(expression).program();
    if (program === undefined) throw new TooLarge();
    return program;
  });
  const lineBreaks = programs.some(({ namesLineBreak }) => namesLineBreak);
  const alphabet = buildAlphabet(programs, lineBreaks);
  const budget = budgetOf(limit);
  const automata = programs.map((program) => determinize(program, alphabet, budget));
  const product = buildProduct(automata, alphabet, budget);
  return { product, words: wordsOf(product, alphabet) };
};

/** Throws TooLarge when the automata of the expressions are. */
export const combineExpressions = (
  expressions: readonly string[],
  limit: number,
): CombinedExpressions => {
  const key = JSON.stringify([limit, ...expressions]);
  if (!cache.has(key)) {
    if (cache.size >= CACHED_COMBINATIONS) cache.clear();
    cache.set(
      key,
      unlessTooLarge(() => combine(expressions, limit)),
    );
  }
  const combined = cache.get(key);
  if (combined === undefined) throw new TooLarge();
  return combined;
};
