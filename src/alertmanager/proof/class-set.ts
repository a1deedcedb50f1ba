import { type BitSet, bitSet, bitSetKey, setBit } from "../../labels/bit-set.ts";

/** A set of the classes of one label's values. Never changed once made. */
export type ClassSet = BitSet;

/** What is possible of several labels: the classes that the value of each can be in. */
export type Case = readonly ClassSet[];

/** A text that only the same set of classes of the same label has. */
export const setKey = (set: ClassSet): string => bitSetKey(set);

export const setOf = (size: number, members: Iterable<number>): ClassSet => {
  const set = bitSet(size);
  for (const member of members) setBit(set, member, true);
  return set;
};

/** The members of `a` that are in `b` too. */
export const both = (a: ClassSet, b: ClassSet): ClassSet => {
  const set = a.slice();
  for (let index = 0; index < set.length; index++) set[index] = (a[index] ?? 0) & (b[index] ?? 0);
  return set;
};

/** The members of `a` that are not in `b`. */
export const without = (a: ClassSet, b: ClassSet): ClassSet => {
  const set = a.slice();
  for (let index = 0; index < set.length; index++) set[index] = (a[index] ?? 0) & ~(b[index] ?? 0);
  return set;
};

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

/** The members, the smallest first. */
export const membersOf = (set: ClassSet): readonly number[] => {
  const members: number[] = [];
  for (let index = 0; index < set.length; index++) {
    for (let word = set[index] ?? 0; word !== 0; word &= word - 1) {
      members.push(index * 32 + (31 - Math.clz32(word & -word)));
    }
  }
  return members;
};

/** The smallest member, or undefined of the empty set. */
export const firstOf = (set: ClassSet): number | undefined => {
  for (let index = 0; index < set.length; index++) {
    const word = set[index] ?? 0;
    if (word !== 0) return index * 32 + (31 - Math.clz32(word & -word));
  }
  return undefined;
};

/** Whether values that are possible pass the tests of a route: all of them, some, or none. */
export const passing = (
  asked: Case,
  tests: readonly { readonly label: number; readonly passing: ClassSet }[],
): "all" | "some" | "none" => {
  let all = true;
  for (const { label, passing: passed } of tests) {
    const set = asked[label];
    const lies = set === undefined ? "outside" : relation(set, passed);
    if (lies === "outside") return "none";
    if (lies === "across") all = false;
  }
  return all ? "all" : "some";
};
