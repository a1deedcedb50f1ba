/** More than one mistake in three characters is no slip of the finger. */
const CHARACTERS_PER_SLIP = 3;
const MAX_SLIPS = 3;
/** Longer words are no names that anybody mistyped. */
const MAX_LENGTH = 100;

/**
 * How many characters were added, left out, changed, or swapped with their neighbour
 * (optimal string alignment).
 */
const distance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

const normal = (word: string): string => word.toLowerCase().replaceAll(/[-_ ]/g, "");

/** The word of `known` that was probably meant; the first of those that are as near. */
export const suggestionFor = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > MAX_LENGTH) return undefined;
  const wanted = normal(word);
  let best: string | undefined;
  let least = Math.min(MAX_SLIPS, Math.floor(wanted.length / CHARACTERS_PER_SLIP)) + 1;
  for (const candidate of known) {
    const other = normal(candidate);
    if (candidate === word || Math.abs(other.length - wanted.length) >= least) continue;
    const slips = distance(wanted, other);
    if (slips >= least) continue;
    best = candidate;
    least = slips;
  }
  return best;
};

/** "did you mean x?", or nothing when no known word is near. */
export const didYouMean = (word: string, known: readonly string[]): string | undefined => {
  const suggestion = suggestionFor(word, known);
  return suggestion === undefined ? undefined : `did you mean ${suggestion}?`;
};
