import type { Alphabet } from "./alphabet.ts";
import type { Budget } from "./budget.ts";
import { type Automaton, DEAD } from "./determinize.ts";

/** Several automata run side by side over all texts. State 0 is the start. */
export type Product = {
  /** The state after each letter: `next[state * letters + letter]`. */
  readonly next: Int32Array;
  readonly states: number;
  readonly letters: number;
  /** For each state: the number of its verdict. */
  readonly verdictOf: Int32Array;
  /** For each verdict: the automata that accept, in order. */
  readonly verdicts: readonly (readonly number[])[];
};

/** The automata that are not dead, in order: pairs of an automaton's index and its state. */
type Live = readonly number[];

const advance = (automata: readonly Automaton[], live: Live, letter: number): number[] => {
  const next: number[] = [];
  for (let index = 0; index < live.length; index += 2) {
    const which = live[index] ?? 0;
    const state = automata[which]?.next(live[index + 1] ?? DEAD, letter) ?? DEAD;
    if (state !== DEAD) next.push(which, state);
  }
  return next;
};

const accepting = (automata: readonly Automaton[], live: Live): number[] => {
  const found: number[] = [];
  for (let index = 0; index < live.length; index += 2) {
    const which = live[index] ?? 0;
    if (automata[which]?.accepts(live[index + 1] ?? DEAD) === true) found.push(which);
  }
  return found;
};

/** Numbers things by a key, in the order of their appearance. */
const numbering = <T>() => {
  const items: T[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (key: string, item: T): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, items.length);
    items.push(item);
    return items.length - 1;
  };
  return { items, numberOf };
};

/** Every combination of states that some text leads to. Throws TooLarge when that costs more than the budget. */
export const buildProduct = (
  automata: readonly Automaton[],
  alphabet: Alphabet,
  budget: Budget,
): Product => {
  const letters = alphabet.letters.length;
  const { items: states, numberOf } = numbering<Live>();
  const { items: verdicts, numberOf: numberOfVerdict } = numbering<readonly number[]>();
  const next: number[] = [];
  const verdictOf: number[] = [];
  const start = automata.flatMap(({ start: state }, which) =>
    state === DEAD ? [] : [which, state],
  );
  numberOf(start.join(), start);
  for (let state = 0; state < states.length; state++) {
    const live = states[state] ?? [];
    const accepted = accepting(automata, live);
    verdictOf.push(numberOfVerdict(accepted.join(), accepted));
    budget.spend(letters * (1 + live.length));
    for (let letter = 0; letter < letters; letter++) {
      const after = advance(automata, live, letter);
      next.push(numberOf(after.join(), after));
    }
  }
  return {
    next: Int32Array.from(next),
    states: states.length,
    letters,
    verdictOf: Int32Array.from(verdictOf),
    verdicts,
  };
};
