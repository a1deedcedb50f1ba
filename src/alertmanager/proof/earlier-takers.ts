import { hasBit } from "../../labels/bit-set.ts";
import { lazy } from "../../lib/lazy.ts";
import { membersOf } from "./class-set.ts";
import type { Narrowing } from "./narrowing.ts";
import type { RouteQuestion } from "./route-question.ts";

/** One class for each label: one kind of label set. */
export type ClassPoint = {
  /** The labels that are not in their usual class. */
  readonly unusual: ReadonlyMap<number, number>;
};

/** Routes that keep what passes them from the routes after them, found by the label sets that they take. */
export type EarlierTakers = {
  readonly list: readonly Narrowing[];
  /** The class of a label that passes the fewest matchers of the tree. */
  readonly usualClass: (label: number) => number;
  readonly add: (taker: Narrowing) => void;
  /** Forgets all but the first so many. */
  readonly truncate: (length: number) => void;
  /** Takers that may take the point, all that do among them. */
  readonly near: (point: ClassPoint) => readonly Narrowing[];
};

/** Takers that pass more classes of every label are tried each time. */
const FEW_CLASSES = 16;

const bitsOf = (word: number): number => {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
};

const usualClassOf = (question: RouteQuestion, label: number): number => {
  let usual = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [index, { truth }] of (question.labels[label]?.partition.classes ?? []).entries()) {
    let passed = 0;
    for (const word of truth) passed += bitsOf(word);
    if (passed < fewest) {
      fewest = passed;
      usual = index;
    }
  }
  return usual;
};

type Shelf = Narrowing[];

export const earlierTakers = (question: RouteQuestion): EarlierTakers => {
  const usual = question.labels.map((_, label) => lazy(() => usualClassOf(question, label)));
  const usualClass = (label: number): number => usual[label]?.() ?? 0;
  const byClass = new Map<number, Map<number, Shelf>>();
  const always: Shelf = [];
  const list: Narrowing[] = [];
  const shelvesOf: Shelf[][] = [];

  const shelf = (label: number, member: number): Shelf => {
    const ofLabel = byClass.get(label) ?? new Map<number, Shelf>();
    byClass.set(label, ofLabel);
    const known = ofLabel.get(member) ?? [];
    ofLabel.set(member, known);
    return known;
  };

  /** By the label with the most classes of which the taker passes few, and not the usual one. */
  const shelves = (taker: Narrowing): Shelf[] => {
    let best: { readonly label: number; readonly members: readonly number[] } | undefined;
    let most = 0;
    for (const [label, set] of taker) {
      const classes = question.labels[label]?.partition.classes.length ?? 0;
      if (classes <= most || hasBit(set, usualClass(label))) continue;
      const members = membersOf(set);
      if (members.length > FEW_CLASSES) continue;
      most = classes;
      best = { label, members };
    }
    if (best === undefined) return [always];
    const { label, members } = best;
    return members.map((member) => shelf(label, member));
  };

  return {
    list,
    usualClass,
    add: (taker) => {
      list.push(taker);
      const of = shelves(taker);
      shelvesOf.push(of);
      for (const each of of) each.push(taker);
    },
    truncate: (length) => {
      while (list.length > length) {
        list.pop();
        for (const each of shelvesOf.pop() ?? []) each.pop();
      }
    },
    near: ({ unusual }) => {
      const found = [...always];
      for (const [label, member] of unusual) {
        for (const taker of byClass.get(label)?.get(member) ?? []) found.push(taker);
      }
      return found;
    },
  };
};
