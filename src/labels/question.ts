import { analysisOf, namesLineBreak } from "./analysis.ts";
import { type BitSet, bitSet, hasBit, setBit } from "./bit-set.ts";
import type { ValueMatcher } from "./matcher.ts";

/** The matchers by what decides them. */
export type Question = {
  readonly matchers: readonly ValueMatcher[];
  /** What a value passes that no matcher names and no expression matches. */
  readonly unnamed: BitSet;
  /** For each named value: the matchers that treat it unlike an unnamed one, if that needs no expression. */
  readonly named: ReadonlyMap<string, readonly number[]>;
  /** Expressions that are no plain list of values, and the matchers that have them. */
  readonly tested: ReadonlyMap<string, readonly number[]>;
  /** Those of `tested` whose values are not all named. */
  readonly open: readonly string[];
  /** Named values with a line break that no matcher asks for: they are not taken to occur. */
  readonly unlikely: ReadonlySet<string>;
};

const append = <K>(map: Map<K, number[]>, key: K, index: number): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [index]);
  else list.push(index);
};

export const readQuestion = (matchers: readonly ValueMatcher[]): Question => {
  const unnamed = bitSet(matchers.length);
  const named = new Map<string, number[]>([["", []]]);
  const tested = new Map<string, number[]>();
  matchers.forEach(({ operator, value }, index) => {
    setBit(unnamed, index, operator === "!=" || operator === "!~");
    if (operator === "=" || operator === "!=") {
      append(named, value, index);
      return;
    }
    const { regexp, values } = analysisOf(value);
    if (regexp.simple?.kind === "values") {
      for (const each of regexp.simple.values) append(named, each, index);
      return;
    }
    append(tested, value, index);
    for (const each of values ?? []) if (!named.has(each)) named.set(each, []);
  });
  const open = [...tested.keys()].filter((each) => analysisOf(each).values === undefined);
  const lineBreaks = matchers.some(namesLineBreak);
  const unlikely = [...named].flatMap(([value, by]) =>
    !lineBreaks && by.length === 0 && value.includes("\n") ? [value] : [],
  );
  return { matchers, unnamed, named, tested, open, unlikely: new Set(unlikely) };
};

const flip = (truth: BitSet, indices: readonly number[]): void => {
  for (const index of indices) setBit(truth, index, !hasBit(truth, index));
};

/** Which matchers the value passes. */
export const truthOf = (question: Question, value: string): BitSet => {
  const truth = question.unnamed.slice();
  flip(truth, question.named.get(value) ?? []);
  for (const [expression, indices] of question.tested) {
    if (analysisOf(expression).regexp.test(value)) flip(truth, indices);
  }
  return truth;
};

/** Which matchers an unnamed value passes that matches these of the open expressions. */
export const truthOfMatching = (question: Question, matching: readonly string[]): BitSet => {
  const truth = question.unnamed.slice();
  for (const expression of matching) flip(truth, question.tested.get(expression) ?? []);
  return truth;
};
