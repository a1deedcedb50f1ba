import type { Route } from "../routing/route.ts";
import { type ClassSet, membersOf } from "./class-set.ts";

/** A matcher of a route: the classes of the label's values that pass it. */
export type ClassTest = { readonly label: number; readonly passing: ClassSet };

/** Finds the children of a route that some of the label sets may match, without looking at the others. */
export type CandidateChildren = {
  /** Children that pass few classes of a label, by label and class. */
  readonly byLabel: ReadonlyMap<number, ReadonlyMap<number, readonly Route[]>>;
  readonly others: readonly Route[];
};

/** A child that passes more classes of every label is tried each time. */
const FEW_CLASSES = 16;

type Telling = { readonly label: number; readonly classes: readonly number[] };

const fewestClasses = (tests: readonly ClassTest[], counts: ReadonlyMap<string, number>) => {
  let best: (Telling & { readonly shared: number }) | undefined;
  for (const { label, passing } of tests) {
    const classes = membersOf(passing);
    if (classes.length > FEW_CLASSES) continue;
    const shared = classes.reduce(
      (most, index) => Math.max(most, counts.get(`${label} ${index}`) ?? 0),
      0,
    );
    if (best === undefined || shared < best.shared) best = { label, classes, shared };
  }
  return best;
};

/** How many siblings pass a class: the fewer, the better it tells them apart. */
const countPassing = (children: readonly Route[], tests: readonly (readonly ClassTest[])[]) => {
  const counts = new Map<string, number>();
  for (const { index } of children) {
    for (const { label, passing } of tests[index] ?? []) {
      const classes = membersOf(passing);
      if (classes.length > FEW_CLASSES) continue;
      for (const member of classes) {
        const key = `${label} ${member}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
};

/** `tests` are by the index of the route. */
export const indexChildren = (
  children: readonly Route[],
  tests: readonly (readonly ClassTest[])[],
): CandidateChildren => {
  const counts = countPassing(children, tests);
  const byLabel = new Map<number, Map<number, Route[]>>();
  const others: Route[] = [];
  for (const child of children) {
    const telling = fewestClasses(tests[child.index] ?? [], counts);
    if (telling === undefined) {
      others.push(child);
      continue;
    }
    const byClass = byLabel.get(telling.label) ?? new Map<number, Route[]>();
    byLabel.set(telling.label, byClass);
    for (const member of telling.classes) {
      const known = byClass.get(member);
      if (known === undefined) byClass.set(member, [child]);
      else known.push(child);
    }
  }
  return { byLabel, others };
};

/** The children that may match, in order, and maybe some that do not. */
export const candidatesOf = (
  { byLabel, others }: CandidateChildren,
  where: readonly ClassSet[],
): readonly Route[] => {
  const found = new Set(others);
  let lists = others.length > 0 ? 1 : 0;
  for (const [label, byClass] of byLabel) {
    for (const member of membersOf(where[label] ?? new Uint32Array())) {
      const children = byClass.get(member);
      if (children === undefined) continue;
      lists++;
      for (const child of children) found.add(child);
    }
  }
  return lists > 1 ? [...found].sort((a, b) => a.index - b.index) : [...found];
};
