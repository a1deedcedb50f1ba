import type { Alphabet, LetterKind } from "./alphabet.ts";
import type { Budget } from "./budget.ts";
import { ASSERTIONS, type Program } from "./program.ts";

/** An expression's deterministic automaton; its states come into being when they are asked for. */
export type Automaton = {
  readonly start: number;
  readonly next: (state: number, letter: number) => number;
  readonly accepts: (state: number) => boolean;
};

/** No continuation of what was read so far matches. */
export const DEAD = 0;
/** Every continuation matches. */
const MATCHED = 1;

type Before = "begin" | LetterKind;

/** The positions in the program that a prefix leads to, assertions not yet taken, and the character before. */
type State = {
  readonly positions: Int32Array;
  readonly before: Before;
  readonly next: Int32Array;
  /** What the positions come to under the flags of a border between two characters. */
  readonly closures: Map<number, Closure>;
};

type Closure = { readonly takes: readonly number[]; readonly matches: boolean };

const UNASKED = -1;

const beginFlags = (before: Before): number => {
  if (before === "begin") return ASSERTIONS.beginText | ASSERTIONS.beginLine;
  return before === "line break" ? ASSERTIONS.beginLine : 0;
};

const endFlags = (after: LetterKind | "end"): number => {
  if (after === "end") return ASSERTIONS.endText | ASSERTIONS.endLine;
  return after === "line break" ? ASSERTIONS.endLine : 0;
};

const flagsBetween = (before: Before, after: LetterKind | "end"): number => {
  const boundary = (before === "word") !== (after === "word");
  return (
    beginFlags(before) |
    endFlags(after) |
    (boundary ? ASSERTIONS.wordBoundary : ASSERTIONS.noWordBoundary)
  );
};

/** All positions reached without taking a character; assertions are passed if the flags hold, or kept if there are none. */
const reach = (program: Program, from: Iterable<number>, flags: number | undefined): number[] => {
  const seen = new Set<number>();
  const reached: number[] = [];
  const pending = [...from];
  for (let position = pending.pop(); position !== undefined; position = pending.pop()) {
    if (seen.has(position)) continue;
    seen.add(position);
    const instruction = program.instructions[position];
    if (instruction?.kind === "pass") pending.push(instruction.out);
    else if (instruction?.kind === "fork") pending.push(instruction.out, instruction.other);
    else if (instruction?.kind === "assert" && flags !== undefined) {
      if ((instruction.flags & ~flags) === 0) pending.push(instruction.out);
    } else if (instruction?.kind !== "fail") reached.push(position);
  }
  return reached;
};

/** What came before, as far as the program can see. */
const visible = (program: Program, kind: LetterKind): LetterKind => {
  if (kind === "word" && !program.looksAtWords) return "other";
  return kind === "line break" && !program.looksAtLines ? "other" : kind;
};

/** The subset construction, with assertions decided between the character before and the one after. */
export const determinize = (program: Program, alphabet: Alphabet, budget: Budget): Automaton => {
  const membership = alphabet.membership.get(program) ?? [];
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const kinds = alphabet.letters.map(({ kind }) => visible(program, kind));

  const stateOf = (positions: number[], before: Before): number => {
    const key = `${positions.join()}${before}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    budget.spend(1 + alphabet.letters.length + positions.length);
    numbers.set(key, states.length);
    const next = new Int32Array(alphabet.letters.length).fill(UNASKED);
    states.push({ positions: Int32Array.from(positions), before, next, closures: new Map() });
    return states.length - 1;
  };

  const closureOf = (state: State, flags: number): Closure => {
    const known = state.closures.get(flags);
    if (known !== undefined) return known;
    const reached = reach(program, state.positions, flags);
    budget.spend(reached.length);
    const matches = reached.some((position) => program.instructions[position]?.kind === "match");
    const closure = { takes: reached, matches };
    state.closures.set(flags, closure);
    return closure;
  };

  const step = (state: State, letter: number): number => {
    const kind = kinds[letter] ?? "other";
    const { takes, matches } = closureOf(state, flagsBetween(state.before, kind));
    if (matches) return MATCHED;
    const outs: number[] = program.anchored ? [] : [program.start];
    budget.spend(takes.length);
    for (const position of takes) {
      const instruction = program.instructions[position];
      if (instruction?.kind === "take" && membership[instruction.set]?.[letter] === 1) {
        outs.push(instruction.out);
      }
    }
    if (outs.length === 0) return DEAD;
    const positions = reach(program, outs, undefined).sort((a, b) => a - b);
    budget.spend(2 * positions.length);
    return positions.length === 0 ? DEAD : stateOf(positions, kind);
  };

  // The two states that all letters leave where they are.
  stateOf([], "other");
  stateOf([-1], "other");
  for (const number of [DEAD, MATCHED]) states[number]?.next.fill(number);

  const acceptance: (boolean | undefined)[] = [false, true];
  return {
    start: stateOf(
      reach(program, [program.start], undefined).sort((a, b) => a - b),
      "begin",
    ),
    next: (number, letter) => {
      const state = states[number];
      if (state === undefined) return DEAD;
      let next = state.next[letter] ?? UNASKED;
      if (next === UNASKED) {
        next = step(state, letter);
        state.next[letter] = next;
      }
      return next;
    },
    accepts: (number) => {
      const known = acceptance[number];
      if (known !== undefined) return known;
      const state = states[number];
      const accepted =
        state !== undefined && closureOf(state, flagsBetween(state.before, "end")).matches;
      acceptance[number] = accepted;
      return accepted;
    },
  };
};
