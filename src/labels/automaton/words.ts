import type { Alphabet } from "./alphabet.ts";
import { inReadingOrder } from "./code-points.ts";
import type { Product } from "./product.ts";

const UNREACHABLE = -1;

const predecessorsOf = ({ next, states, letters }: Product): number[][] => {
  const predecessors: number[][] = Array.from({ length: states }, () => []);
  for (let index = 0; index < next.length; index++) {
    predecessors[next[index] ?? 0]?.push(Math.floor(index / letters));
  }
  return predecessors;
};

/** For each state: how many letters the shortest way to the verdict has. */
const distancesTo = (product: Product, verdict: number, predecessors: number[][]): Int32Array => {
  const distances = new Int32Array(product.states).fill(UNREACHABLE);
  const queue: number[] = [];
  for (let state = 0; state < product.states; state++) {
    if (product.verdictOf[state] !== verdict) continue;
    distances[state] = 0;
    queue.push(state);
  }
  for (let index = 0; index < queue.length; index++) {
    const state = queue[index] ?? 0;
    for (const predecessor of predecessors[state] ?? []) {
      if (distances[predecessor] !== UNREACHABLE) continue;
      distances[predecessor] = (distances[state] ?? 0) + 1;
      queue.push(predecessor);
    }
  }
  return distances;
};

type Prefix = {
  readonly state: number;
  readonly length: number;
  readonly letter: number;
  readonly before: Prefix | undefined;
};

const lettersOf = (prefix: Prefix): number[] => {
  const letters: number[] = [];
  for (let each: Prefix | undefined = prefix; each?.before !== undefined; each = each.before) {
    letters.push(each.letter);
  }
  return letters.reverse();
};

/** The texts that lead to the verdict, as letters, the shortest first. */
const letterWords = function* (
  product: Product,
  verdict: number,
  distances: Int32Array,
): Generator<number[]> {
  const buckets = new Map<number, Prefix[]>();
  const add = (prefix: Prefix): void => {
    const distance = distances[prefix.state] ?? UNREACHABLE;
    if (distance === UNREACHABLE) return;
    const bucket = buckets.get(prefix.length + distance);
    if (bucket === undefined) buckets.set(prefix.length + distance, [prefix]);
    else bucket.push(prefix);
  };
  add({ state: 0, length: 0, letter: -1, before: undefined });
  for (let length = distances[0] ?? UNREACHABLE; buckets.size > 0; length++) {
    const bucket = buckets.get(length) ?? [];
    for (let prefix = bucket.pop(); prefix !== undefined; prefix = bucket.pop()) {
      if (prefix.length === length && product.verdictOf[prefix.state] === verdict) {
        yield lettersOf(prefix);
      }
      for (let letter = product.letters - 1; letter >= 0; letter--) {
        const state = product.next[prefix.state * product.letters + letter] ?? 0;
        add({ state, length: prefix.length + 1, letter, before: prefix });
      }
    }
    buckets.delete(length);
  }
};

/** All texts of these letters, the one that reads best first. */
const spellings = function* (word: readonly number[], alphabet: Alphabet): Generator<string> {
  const pointsAt = (index: number) =>
    inReadingOrder(alphabet.letters[word[index] ?? 0]?.points ?? []);
  const wheels = word.map((_, index) => pointsAt(index));
  const characters = word.map((letter) =>
    String.fromCodePoint(alphabet.letters[letter]?.representative ?? 0),
  );
  for (const wheel of wheels) wheel.next();
  yield characters.join("");
  for (let index = word.length - 1; index >= 0; ) {
    const turned = wheels[index]?.next();
    if (turned === undefined || turned.done === true) {
      const fresh = pointsAt(index);
      characters[index] = String.fromCodePoint(fresh.next().value ?? 0);
      wheels[index] = fresh;
      index--;
    } else {
      characters[index] = String.fromCodePoint(turned.value);
      yield characters.join("");
      index = word.length - 1;
    }
  }
};

/** The texts that lead to a verdict, shortest first, those of equal length in an order that reads well. */
export const wordsOf = (
  product: Product,
  alphabet: Alphabet,
): ((verdict: number) => Generator<string>) => {
  const predecessors = predecessorsOf(product);
  return function* (verdict) {
    const distances = distancesTo(product, verdict, predecessors);
    for (const word of letterWords(product, verdict, distances)) yield* spellings(word, alphabet);
  };
};
