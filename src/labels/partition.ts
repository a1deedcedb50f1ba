import { analysisOf, namesLineBreak } from "./analysis.ts";
import { unlessTooLarge } from "./automaton/budget.ts";
import { type BitSet, bitSetKey } from "./bit-set.ts";
import { ANY_VALUE } from "./language.ts";
import { compileMatcher } from "./match.ts";
import type { ValueMatcher } from "./matcher.ts";
import { type Question, readQuestion, truthOf, truthOfMatching } from "./question.ts";
import type { Constraint } from "./symbolic.ts";
import { unnamedTexts } from "./unnamed-texts.ts";

/** All values that pass the same of the matchers. */
export type ValueClass = {
  /** One of them, as readable as possible. */
  readonly witness: string;
  /** Which of the matchers pass: `hasBit(truth, index)`. */
  readonly truth: BitSet;
};

/** A class that has values within a constraint, and one of these. */
export type ClassWithin = { readonly index: number; readonly witness: string };

export type ClassesWithin = {
  readonly classes: readonly ClassWithin[];
  /** False when there may be other classes that were not found. */
  readonly complete: boolean;
};

/**
 * All values of a label, divided by which of some matchers they pass. Values have no line break unless an expression
 * or a matcher names one (see language.ts).
 */
export type Partition = {
  readonly matchers: readonly ValueMatcher[];
  readonly classes: readonly ValueClass[];
  /** False when the automata became too large: every class has its witness, but there may be more classes. */
  readonly complete: boolean;
  /** The number of the class that a value is in, or -1 if that class was not found. */
  readonly classOf: (value: string) => number;
  /** The classes that have values within the constraint, in order. */
  readonly within: (constraint: Constraint) => ClassesWithin;
};

type Classes = {
  readonly list: readonly ValueClass[];
  /** The number of the class with this truth; -1 if there is none. */
  readonly find: (truth: BitSet) => number;
};

/** Truths as they are found, each once; the first witness that is not empty stays. */
const collectClasses = () => {
  const list: { witness: string; readonly truth: BitSet }[] = [];
  const numbers = new Map<string, number>();
  return {
    list,
    find: (truth: BitSet): number => numbers.get(bitSetKey(truth)) ?? -1,
    add: (truth: BitSet, witness: string): void => {
      const key = bitSetKey(truth);
      const known = list[numbers.get(key) ?? -1];
      if (known === undefined) numbers.set(key, list.push({ witness, truth }) - 1);
      else if (known.witness === "") known.witness = witness;
    },
  };
};

/** Bits of truth that are kept for named values: 50 MB. */
const MAX_BITS = 400_000_000;

/** A text that matches the expression, when that is plain to see. */
const sampleOf = (expression: string): string | undefined => {
  const { simple } = analysisOf(expression).regexp;
  if (simple?.kind !== "text") return undefined;
  const filler = (surrounding: string): string => (surrounding === "something" ? "x" : "");
  return filler(simple.before) + simple.text + filler(simple.after);
};

const buildClasses = (question: Question): Classes & { readonly complete: boolean } => {
  const classes = collectClasses();
  const affordable = Math.floor(MAX_BITS / (question.matchers.length + 1));
  for (const value of question.named.keys().take(affordable)) {
    if (!question.unlikely.has(value)) classes.add(truthOf(question, value), value);
  }
  const texts = unlessTooLarge(() => unnamedTexts(question, []).toArray());
  for (const { text, matching } of texts ?? []) {
    classes.add(truthOfMatching(question, matching), text);
  }
  if (texts === undefined) {
    for (const sample of [ANY_VALUE, ...question.open.map(sampleOf)]) {
      if (sample !== undefined) classes.add(truthOf(question, sample), sample);
    }
  }
  return {
    list: classes.list,
    find: classes.find,
    complete: texts !== undefined && question.named.size <= affordable,
  };
};

/** Witnesses by class; one that is not empty is preferred. */
const collectWitnesses = () => {
  const witnesses = new Map<number, string>();
  return {
    add: (index: number, witness: string): void => {
      const known = witnesses.get(index);
      if (index >= 0 && (known === undefined || known === "")) witnesses.set(index, witness);
    },
    list: (): ClassWithin[] =>
      [...witnesses]
        .map(([index, witness]) => ({ index, witness }))
        .sort((a, b) => a.index - b.index),
  };
};

/** The few values that the constraint leaves, if it names them. */
const namedBy = (constraint: Constraint): readonly string[] | undefined => {
  for (const { operator, value } of constraint) {
    if (operator === "=") return [value];
    const values = operator === "=~" ? analysisOf(value).values : undefined;
    if (values !== undefined) return values;
  }
  return undefined;
};

const classesWithin = (
  question: Question,
  partition: Omit<Partition, "within">,
  constraint: Constraint,
): ClassesWithin => {
  const { classes, complete, classOf } = partition;
  if (constraint.length === 0) {
    return { classes: classes.map(({ witness }, index) => ({ index, witness })), complete };
  }
  const tests = constraint.map(compileMatcher);
  const passes = (value: string): boolean => tests.every((test) => test(value));
  const found = collectWitnesses();
  const likely = (value: string): boolean =>
    !value.includes("\n") || constraint.some(namesLineBreak);
  const only = namedBy(constraint)?.filter((value) => passes(value) && likely(value));
  if (only !== undefined) {
    const numbers = only.map(classOf);
    only.forEach((value, index) => {
      found.add(numbers[index] ?? -1, value);
    });
    return { classes: found.list(), complete: !numbers.includes(-1) };
  }
  for (const value of question.named.keys()) {
    if (!question.unlikely.has(value) && passes(value)) found.add(classOf(value), value);
  }
  classes.forEach(({ witness }, index) => {
    if (passes(witness)) found.add(index, witness);
  });
  const all = unlessTooLarge(() => {
    for (const { text } of unnamedTexts(question, constraint)) found.add(classOf(text), text);
    return true;
  });
  return { classes: found.list(), complete: complete && all === true };
};

const CACHED_CONSTRAINTS = 10_000;

/** Throws where compileMatcher does. */
export const partitionValues = (matchers: readonly ValueMatcher[]): Partition => {
  const question = readQuestion(matchers);
  const { list: classes, find, complete } = buildClasses(question);
  const numbers = new Map<string, number>();
  const classOf = (value: string): number => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    const number = find(truthOf(question, value));
    if (question.named.has(value)) numbers.set(value, number);
    return number;
  };
  const partition = { matchers, classes, complete, classOf };
  const cache = new Map<string, ClassesWithin>();
  const within = (constraint: Constraint): ClassesWithin => {
    const key = JSON.stringify(constraint.map(({ operator, value }) => operator + value));
    const known = cache.get(key);
    if (known !== undefined) return known;
    const found = classesWithin(question, partition, constraint);
    if (cache.size >= CACHED_CONSTRAINTS) cache.clear();
    cache.set(key, found);
    return found;
  };
  return { ...partition, within };
};
