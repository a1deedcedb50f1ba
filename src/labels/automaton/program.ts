import { RE2JS } from "re2js";
import type { Regexp } from "../regexp.ts";
import { type CodePoints, rangesOf } from "./code-points.ts";

/** One step of the automaton that RE2 makes of an expression. */
export type Instruction =
  /** Takes a character of the set. */
  | { readonly kind: "take"; readonly set: number; readonly out: number }
  | { readonly kind: "fork"; readonly out: number; readonly other: number }
  /** Holds between two characters: see ASSERTIONS. */
  | { readonly kind: "assert"; readonly flags: number; readonly out: number }
  | { readonly kind: "pass"; readonly out: number }
  | { readonly kind: "match" }
  | { readonly kind: "fail" };

/** An expression as a nondeterministic automaton, with the meaning of RE2's own. */
export type Program = {
  readonly start: number;
  readonly instructions: readonly Instruction[];
  readonly sets: readonly CodePoints[];
  /** A match can begin at the first character only. */
  readonly anchored: boolean;
  readonly looksAtWords: boolean;
  readonly looksAtLines: boolean;
  /** The expression names the line break, as `\n`. */
  readonly namesLineBreak: boolean;
};

/** RE2's empty-width flags. */
export const ASSERTIONS = {
  beginLine: 1,
  endLine: 2,
  beginText: 4,
  endText: 8,
  wordBoundary: 16,
  noWordBoundary: 32,
} as const;

/** Instruction codes of re2js. */
const CODES = {
  alt: 1,
  altMatch: 2,
  capture: 3,
  emptyWidth: 4,
  fail: 5,
  match: 6,
  nop: 7,
  rune: 8,
  rune1: 9,
  runeAny: 10,
  runeAnyNotNl: 11,
} as const;
const FOLD_CASE = 1;
const LAST = 0x10ffff;
const LINE_BREAK = 10;

type RawInstruction = {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: Int32Array;
};

/** re2js declares its program as `any`; its version is pinned, and the tests compare both engines. */
const rawProgram = (
  compiled: RE2JS,
): { readonly inst: readonly RawInstruction[]; readonly start: number } => compiled.re2().prog;

const foldedSets = new Map<number, CodePoints>();

/** All characters that are the same but for case, taken from how RE2 itself writes such a set out. */
const foldedSet = (rune: number): CodePoints => {
  const known = foldedSets.get(rune);
  if (known !== undefined) return known;
  const { inst } = rawProgram(RE2JS.compile(`(?i:[\\x{${rune.toString(16)}}\\x{0}])`));
  const runes = inst.find(({ op }) => op === CODES.rune)?.runes;
  const set = rangesOf(runes ?? [rune, rune]).filter(({ from }) => from > 0);
  foldedSets.set(rune, set);
  return set;
};

const takenSet = ({ op, arg, runes }: RawInstruction): CodePoints => {
  if (op === CODES.runeAny) return [{ from: 0, to: LAST }];
  if (op === CODES.runeAnyNotNl) {
    return [
      { from: 0, to: LINE_BREAK - 1 },
      { from: LINE_BREAK + 1, to: LAST },
    ];
  }
  const [only, ...others] = runes;
  if (only === undefined || others.length > 0) return rangesOf(runes);
  return (arg & FOLD_CASE) === 0 ? [{ from: only, to: only }] : foldedSet(only);
};

const setNumbering = () => {
  const sets: CodePoints[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (set: CodePoints): number => {
    const key = set.map(({ from, to }) => `${from}-${to}`).join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.length);
    return sets.push(set) - 1;
  };
  return { sets, numberOf };
};

const readInstruction = (
  raw: RawInstruction,
  numberOf: (set: CodePoints) => number,
): Instruction => {
  const { op, out, arg } = raw;
  switch (op) {
    case CODES.alt:
    case CODES.altMatch:
      return { kind: "fork", out, other: arg };
    case CODES.capture:
    case CODES.nop:
      return { kind: "pass", out };
    case CODES.emptyWidth:
      return { kind: "assert", flags: arg, out };
    case CODES.fail:
      return { kind: "fail" };
    case CODES.match:
      return { kind: "match" };
    case CODES.rune:
    case CODES.rune1:
    case CODES.runeAny:
    case CODES.runeAnyNotNl:
      return { kind: "take", set: numberOf(takenSet(raw)), out };
    default:
      throw new Error(`re2js has an instruction ${op} that this reader does not know`);
  }
};

const beginsWithText = (instructions: readonly Instruction[], start: number): boolean => {
  let first = instructions[start];
  while (first?.kind === "pass") first = instructions[first.out];
  return first?.kind === "assert" && (first.flags & ASSERTIONS.beginText) !== 0;
};

/** How many instructions the program has. */
export const programSize = (regexp: Regexp): number => rawProgram(regexp.compiled()).inst.length;

export const readProgram = (regexp: Regexp): Program => {
  const raw = rawProgram(regexp.compiled());
  const { sets, numberOf } = setNumbering();
  const instructions = raw.inst.map((instruction) => readInstruction(instruction, numberOf));
  const asserts = (flags: number): boolean =>
    instructions.some((each) => each.kind === "assert" && (each.flags & flags) !== 0);
  return {
    start: raw.start,
    instructions,
    sets,
    anchored: beginsWithText(instructions, raw.start),
    looksAtWords: asserts(ASSERTIONS.wordBoundary | ASSERTIONS.noWordBoundary),
    looksAtLines: asserts(ASSERTIONS.beginLine | ASSERTIONS.endLine),
    namesLineBreak: sets.some(
      ([first, ...others]) =>
        others.length === 0 && first?.from === LINE_BREAK && first.to === LINE_BREAK,
    ),
  };
};

const successorsOf = (instruction: Instruction | undefined): number[] => {
  if (instruction === undefined || !("out" in instruction)) return [];
  return instruction.kind === "fork" ? [instruction.out, instruction.other] : [instruction.out];
};

/** Whether the expression repeats something without end. One that does not has finitely many matches. */
export const hasLoop = ({ instructions, start }: Program): boolean => {
  const entered = new Set<number>();
  const left = new Set<number>();
  const pending = [start];
  for (let position = pending.at(-1); position !== undefined; position = pending.at(-1)) {
    if (entered.has(position)) {
      pending.pop();
      left.add(position);
      continue;
    }
    entered.add(position);
    for (const successor of successorsOf(instructions[position])) {
      if (!entered.has(successor)) pending.push(successor);
      else if (!left.has(successor)) return true;
    }
  }
  return false;
};
