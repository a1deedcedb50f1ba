import { hasBit } from "../../labels/bit-set.ts";
import type { Labels } from "../../labels/labels.ts";
import type { ClassesWithin } from "../../labels/partition.ts";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf, mayBeAbsent, witnessOf } from "../../labels/symbolic-labels.ts";
import { lazy } from "../../lib/lazy.ts";
import type { Route } from "../routing/route.ts";
import { type Case, firstOf, setKey, setOf } from "./class-set.ts";
import type { RouteQuestion } from "./route-question.ts";
import { type Way, waysThrough } from "./ways.ts";

/** Where some of the label sets go: the routes that notify, in order, and one of the label sets. */
export type Outcome = { readonly routes: readonly Route[]; readonly witness: Labels };

export type RouteProof = {
  /**
   * Every combination of routes that some label set reaches; none when there is no such label set. Proofs that differ
   * only in labels that the tree does not ask for share the same list.
   */
  readonly ways: readonly Way[];
  /** What each label that the tree asks for can be, before any route is looked at. */
  readonly asked: Case;
  /** The ways, in the same order, with a label set that takes each. */
  readonly outcomes: readonly Outcome[];
  /** False when there were more cases than could be looked at: other outcomes are possible then. */
  readonly complete: boolean;
};

/** The classes that one label can be in, and a value of each. */
type Range = { readonly set: Case[number]; readonly key: string; readonly within: ClassesWithin };

const rangesKnown = new WeakMap<ClassesWithin, Range>();

const rangeOf = (within: ClassesWithin, size: number): Range => {
  const known = rangesKnown.get(within);
  if (known !== undefined) return known;
  const set = setOf(
    size,
    within.classes.map(({ index }) => index),
  );
  const range = { set, key: setKey(set), within };
  rangesKnown.set(within, range);
  return range;
};

/** Undefined when there is no label set at all. */
const rangesOf = (
  { labels: asked }: RouteQuestion,
  labels: SymbolicLabels,
): readonly Range[] | undefined => {
  const ranges: Range[] = [];
  for (const { name, partition } of asked) {
    const within = partition.within(constraintOf(labels, name));
    if (within.classes.length === 0) return undefined;
    ranges.push(rangeOf(within, partition.classes.length));
  }
  return ranges;
};

type RouteProofInput = {
  readonly question: RouteQuestion;
  readonly labels: SymbolicLabels;
  readonly ranges: readonly Range[];
  readonly known: Labels;
};

/** The value of a label on that way: none where it need not be there. */
const valueOn = (
  { where }: Way,
  { question, ranges, labels }: RouteProofInput,
  label: number,
): string | undefined => {
  const asked = question.labels[label];
  const set = where[label];
  if (asked === undefined || set === undefined) return undefined;
  const absent = asked.partition.classOf("");
  if (absent >= 0 && hasBit(set, absent) && mayBeAbsent(labels, asked.name)) return undefined;
  const member = firstOf(set);
  return ranges[label]?.within.classes.find(({ index }) => index === member)?.witness;
};

const outcomeOf = (way: Way, input: RouteProofInput): Outcome => {
  const witness = lazy((): Labels => {
    const chosen = new Map(Object.entries(input.known));
    for (const [label, { name }] of input.question.labels.entries()) {
      const value = valueOn(way, input, label);
      if (value === undefined || value === "") chosen.delete(name);
      else chosen.set(name, value);
    }
    return Object.fromEntries(chosen);
  });
  return {
    routes: way.routes,
    get witness() {
      return witness();
    },
  };
};

const NOTHING: RouteProof = { ways: [], asked: [], outcomes: [], complete: true };

/**
 * Every combination of routes that alerts with such labels reach, with a label set for each. Labels are
 * taken as independent of one another, so an outcome may need a combination of values that never occurs.
 */
export const proveRoutes = (question: RouteQuestion, labels: SymbolicLabels): RouteProof => {
  const ranges = rangesOf(question, labels);
  const known = witnessOf(labels);
  if (ranges === undefined || known === undefined) return NOTHING;
  const asked = ranges.map(({ set }) => set);
  const { ways, complete } = waysThrough(question, asked, ranges.map(({ key }) => key).join("|"));
  const outcomes = lazy(() =>
    ways.map((way) => outcomeOf(way, { question, labels, ranges, known })),
  );
  return {
    ways,
    asked,
    get outcomes() {
      return outcomes();
    },
    complete:
      complete &&
      ranges.every(({ within }) => within.complete) &&
      question.labels.every(({ partition }) => partition.complete),
  };
};
