import { both, type ClassSet, relation } from "./class-set.ts";

/** What labels can be, by their number in the question; a label that is not in it can be anything. */
export type Narrowing = ReadonlyMap<number, ClassSet>;

const isEmpty = (set: ClassSet): boolean => set.every((word) => word === 0);

/** What passes all of the tests; undefined when nothing does. */
export const narrowingOf = (
  tests: readonly { readonly label: number; readonly passing: ClassSet }[],
): Narrowing | undefined => {
  const sets = new Map<number, ClassSet>();
  for (const { label, passing } of tests) {
    const before = sets.get(label);
    const set = before === undefined ? passing : both(before, passing);
    if (isEmpty(set)) return undefined;
    sets.set(label, set);
  }
  return sets;
};

/** Whether something is in both. */
export const canMeet = (a: Narrowing, b: Narrowing): boolean => {
  const [smaller, larger] = a.size < b.size ? [a, b] : [b, a];
  for (const [label, set] of smaller) {
    const other = larger.get(label);
    if (other !== undefined && relation(set, other) === "outside") return false;
  }
  return true;
};
