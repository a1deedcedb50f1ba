import { type BitSet, bitSet, setBit } from "../../labels/bit-set.ts";

/** A set of the classes of one label's values. Never changed once made. */
export type ClassSet = BitSet;

export const setOf = (size: number, members: Iterable<number>): ClassSet => {
  const set = bitSet(size);
  for (const member of members) setBit(set, member, true);
  return set;
};

export const isEmpty = (set: ClassSet): boolean => set.every((word) => word === 0);

/** The members of `a` that are in `b` too, or that are not in it. */
export const both = (a: ClassSet, b: ClassSet): ClassSet =>
  a.map((word, index) => word & (b[index] ?? 0));
export const without = (a: ClassSet, b: ClassSet): ClassSet =>
  a.map((word, index) => word & ~(b[index] ?? 0));

/** How `a` lies to `b`: wholly inside, wholly outside, or with members on either side. */
export const relation = (a: ClassSet, b: ClassSet): "inside" | "outside" | "across" => {
  let inside = false;
  let outside = false;
  for (let index = 0; index < a.length; index++) {
    const word = a[index] ?? 0;
    const other = b[index] ?? 0;
    if ((word & other) !== 0) inside = true;
    if ((word & ~other) !== 0) outside = true;
    if (inside && outside) return "across";
  }
  return inside ? "inside" : "outside";
};

/** The smallest member, or undefined of the empty set. */
export const firstOf = (set: ClassSet): number | undefined => {
  for (const [index, word] of set.entries()) {
    if (word !== 0) return index * 32 + (31 - Math.clz32(word & -word));
  }
  return undefined;
};
