import { buildAlphabet } from "./automaton/alphabet.ts";
import { budgetOf, unlessTooLarge } from "./automaton/budget.ts";
import { determinize } from "./automaton/determinize.ts";
import { buildProduct } from "./automaton/product.ts";
import { hasLoop, type Program, programSize, readProgram } from "./automaton/program.ts";
import { wordsOf } from "./automaton/words.ts";
import { rememberByExpression } from "./expression-cache.ts";
import type { ValueMatcher } from "./matcher.ts";
import { describeRegexpProblem, type Regexp, readRegexp } from "./regexp.ts";

/** An expression and what can be said of the values that match it. */
export type Analysis = {
  readonly regexp: Regexp;
  /** All values that match, if they are few. */
  readonly values: readonly string[] | undefined;
  /** Whether the expression names the line break, and does not only fail to exclude it. */
  readonly namesLineBreak: boolean;
  /** Undefined when it is too large to reason about. */
  readonly program: () => Program | undefined;
};

const MAX_PROGRAM = 5_000;
/** Above this, the values that match are not listed. */
const MAX_VALUES = 256;
const LISTING_BUDGET = 10_000;
/** Larger programs are not tried: they seldom have few values. */
const MAX_LISTED_PROGRAM = 200;

const listValues = (program: Program): readonly string[] | undefined => {
  if (program.instructions.length > MAX_LISTED_PROGRAM || hasLoop(program)) return undefined;
  return unlessTooLarge(() => {
    const alphabet = buildAlphabet([program], true);
    const budget = budgetOf(LISTING_BUDGET);
    const product = buildProduct([determinize(program, alphabet, budget)], alphabet, budget);
    const matching = product.verdicts.findIndex((accepted) => accepted.length > 0);
    if (matching < 0) return [];
    const words = wordsOf(
      product,
      alphabet,
    )(matching)
      .take(MAX_VALUES + 1)
      .toArray();
    return words.length > MAX_VALUES ? undefined : words;
  });
};

const analyse = (expression: string): Analysis => {
  const result = readRegexp(expression);
  if (!result.ok) throw new Error(describeRegexpProblem(result.problem));
  const { regexp } = result;
  const { simple } = regexp;
  let program: Program | undefined;
  const programOf = (): Program | undefined => {
    if (program === undefined && programSize(regexp) <= MAX_PROGRAM) program = readProgram(regexp);
    return program;
  };
  if (simple?.kind === "values") {
    const { values } = simple;
    const namesLineBreak = values.some((value) => value.includes("\n"));
    return { regexp, values, namesLineBreak, program: programOf };
  }
  const read = simple === undefined ? programOf() : undefined;
  return {
    regexp,
    values: read === undefined ? undefined : listValues(read),
    namesLineBreak: read?.namesLineBreak === true,
    program: programOf,
  };
};

/** Throws where compileMatcher does. */
export const analysisOf = rememberByExpression(analyse);

/** Whether the matcher asks for values with a line break. Without such, we take values to have none. */
export const namesLineBreak = ({ operator, value }: ValueMatcher): boolean =>
  operator === "=~" || operator === "!~"
    ? analysisOf(value).namesLineBreak
    : operator === "=" && value.includes("\n");
