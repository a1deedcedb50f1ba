export type CodePointRange = { readonly from: number; readonly to: number };

/** A set of characters: ranges in order, both ends in it. */
export type CodePoints = readonly CodePointRange[];

/** Ranges from the pairs that RE2 writes. */
export const rangesOf = (pairs: ArrayLike<number>): CodePoints => {
  const ranges: CodePointRange[] = [];
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    ranges.push({ from: pairs[index] ?? 0, to: pairs[index + 1] ?? 0 });
  }
  return ranges;
};

/** How many characters are in the set. */
export const countOf = (set: CodePoints): number =>
  set.reduce((count, { from, to }) => count + to - from + 1, 0);

export const hasCodePoint = (set: CodePoints, point: number): boolean =>
  set.some(({ from, to }) => from <= point && point <= to);

const PREFERRED = [..."xabcdefghijklmnopqrstuvwyz0123456789-_.:/ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map(
  (character) => character.charCodeAt(0),
);
const RANKS = new Map(PREFERRED.map((point, rank) => [point, rank]));

/** Printable characters, then the space, then the rest. */
const GROUPS = [0, 1, 2] as const;
const groupOf = (point: number): number => {
  if (point === 0x20) return 1;
  return (point > 0x20 && point < 0x7f) || point > 0xa0 ? 0 : 2;
};

/** The lower, the better the character reads in a label value. */
export const readingRank = (point: number): number =>
  RANKS.get(point) ?? PREFERRED.length + groupOf(point);

/** Characters of a set, those that read well in a label value first. */
export const inReadingOrder = function* (set: CodePoints): Generator<number> {
  for (const point of PREFERRED) if (hasCodePoint(set, point)) yield point;
  for (const group of GROUPS) {
    for (const { from, to } of set) {
      for (let point = from; point <= to; point++) {
        if (!RANKS.has(point) && groupOf(point) === group) yield point;
      }
    }
  }
};
