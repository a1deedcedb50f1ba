import { type CodePoints, hasCodePoint, inReadingOrder, readingRank } from "./code-points.ts";
import type { Program } from "./program.ts";

/** What an assertion can tell a character by. */
export type LetterKind = "word" | "line break" | "other";

/** Characters that no program at hand can tell apart. */
export type Letter = {
  readonly points: CodePoints;
  readonly kind: LetterKind;
  /** That of its characters that reads best. */
  readonly representative: number;
};

export type Alphabet = {
  /** Those that read well come first. */
  readonly letters: readonly Letter[];
  /** For each program and each of its sets: whether a letter is in it. */
  readonly membership: ReadonlyMap<Program, readonly Uint8Array[]>;
};

const LINE_BREAK = 10;
const BEFORE_LINE_BREAK: CodePoints = [
  { from: 0, to: 9 },
  { from: 11, to: 0xd7ff },
  { from: 0xe000, to: 0x10ffff },
];
const ALL: CodePoints = [
  { from: 0, to: 0xd7ff },
  { from: 0xe000, to: 0x10ffff },
];
const ONLY_LINE_BREAK: CodePoints = [{ from: LINE_BREAK, to: LINE_BREAK }];
const WORD: CodePoints = [
  { from: 0x30, to: 0x39 },
  { from: 0x41, to: 0x5a },
  { from: 0x5f, to: 0x5f },
  { from: 0x61, to: 0x7a },
];

const boundaries = (sets: readonly CodePoints[]): number[] => {
  const cuts = new Set<number>();
  for (const set of sets) {
    for (const { from, to } of set) cuts.add(from).add(to + 1);
  }
  return [...cuts].sort((a, b) => a - b);
};

/** For each interval between two cuts: the number of its letter. Intervals in the same sets share one. */
const numberIntervals = (cuts: readonly number[], sets: readonly CodePoints[]): Int32Array => {
  const indexOf = new Map(cuts.map((cut, index) => [cut, index]));
  const numbers = new Int32Array(cuts.length);
  let next = 1;
  for (const set of sets) {
    const moved = new Map<number, number>();
    for (const { from, to } of set) {
      const end = indexOf.get(to + 1) ?? cuts.length;
      for (let index = indexOf.get(from) ?? end; index < end; index++) {
        const before = numbers[index] ?? 0;
        let after = moved.get(before);
        if (after === undefined) {
          after = next++;
          moved.set(before, after);
        }
        numbers[index] = after;
      }
    }
  }
  return numbers;
};

const kindOf = (points: CodePoints): LetterKind => {
  const first = points[0]?.from ?? 0;
  if (first === LINE_BREAK) return "line break";
  return hasCodePoint(WORD, first) ? "word" : "other";
};

const letterOf = (points: CodePoints): Letter => {
  const representative = inReadingOrder(points).next().value ?? 0;
  return { points, kind: kindOf(points), representative };
};

const groupIntervals = (
  cuts: readonly number[],
  numbers: Int32Array,
  universe: CodePoints,
): Letter[] => {
  const groups = new Map<number, { from: number; to: number }[]>();
  for (let index = 0; index + 1 < cuts.length; index++) {
    const from = cuts[index] ?? 0;
    if (!hasCodePoint(universe, from)) continue;
    const range = { from, to: (cuts[index + 1] ?? 0) - 1 };
    const group = groups.get(numbers[index] ?? 0);
    if (group === undefined) groups.set(numbers[index] ?? 0, [range]);
    else group.push(range);
  }
  return [...groups.values()]
    .map(letterOf)
    .sort((a, b) => readingRank(a.representative) - readingRank(b.representative));
};

const membershipOf = (program: Program, letters: readonly Letter[]): Uint8Array[] =>
  program.sets.map((set) =>
    Uint8Array.from(letters, ({ points }) => (hasCodePoint(set, points[0]?.from ?? -1) ? 1 : 0)),
  );

/**
 * The letters that the programs tell apart. Without line breaks, values are all texts that have none; surrogates are no
 * characters.
 */
export const buildAlphabet = (programs: readonly Program[], lineBreaks: boolean): Alphabet => {
  const universe = lineBreaks ? ALL : BEFORE_LINE_BREAK;
  const sets = [universe, ...programs.flatMap(({ sets }) => sets)];
  if (programs.some(({ looksAtWords }) => looksAtWords)) sets.push(WORD);
  sets.push(ONLY_LINE_BREAK);
  const cuts = boundaries(sets);
  const letters = groupIntervals(cuts, numberIntervals(cuts, sets), universe);
  return {
    letters,
    membership: new Map(programs.map((program) => [program, membershipOf(program, letters)])),
  };
};
