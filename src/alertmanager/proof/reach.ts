import { hasBit } from "../../labels/bit-set.ts";
import type { Route } from "../routing/route.ts";
import { both, type ClassSet, firstOf, relation, setOf, without } from "./class-set.ts";
import { type EarlierTakers, earlierTakers } from "./earlier-takers.ts";
import { type Narrowing, narrowingOf } from "./narrowing.ts";
import type { RouteQuestion } from "./route-question.ts";

/**
 * Whether some label set gets to a route: it passes the matchers of the route and of those above it, and no earlier
 * sibling of any of these takes it first, which is what those do that match and do not say `continue`.
 */
export type Reach = "reached" | "unreached" | "unknown";

/** Pairs of a case and a taker looked at for one route before the answer is unknown. */
const MOST_STEPS = 20_000;
/** The same for all routes of a tree together, about a second. */
const MOST_STEPS_OF_ALL = 4_000_000;

type Walk = {
  readonly question: RouteQuestion;
  /** Siblings met so far that take what passes tests of several labels, those of the levels above first. */
  readonly takers: EarlierTakers;
  readonly whole: (label: number) => ClassSet;
  readonly reach: Reach[];
  steps: number;
};

/** The siblings of one level, and what gets past those looked at. */
type Level = {
  readonly remaining: Map<number, ClassSet>;
  /** The class looked at of the labels whose usual class does not get here. */
  readonly unusual: Map<number, number>;
  takesAll: boolean;
};

type Lookup = (label: number) => ClassSet;

const remainingOf =
  ({ whole }: Walk, { remaining }: Level): Lookup =>
  (label) =>
    remaining.get(label) ?? whole(label);

const restrict = ({ takers }: Walk, level: Level, [label, set]: readonly [number, ClassSet]) => {
  level.remaining.set(label, set);
  const member = firstOf(set);
  if (member === undefined) level.takesAll = true;
  else if (hasBit(set, takers.usualClass(label))) level.unusual.delete(label);
  else level.unusual.set(label, member);
};

/** What the route leaves to those after it. */
const take = (walk: Walk, level: Level, own: Narrowing | undefined): void => {
  if (own === undefined) return;
  const across: [number, ClassSet][] = [];
  for (const [label, set] of own) {
    const before = remainingOf(walk, level)(label);
    const lies = relation(before, set);
    if (lies === "outside") return;
    if (lies === "across") across.push([label, set]);
  }
  const [first, second] = across;
  if (first === undefined) level.takesAll = true;
  else if (second === undefined) {
    const [label, set] = first;
    restrict(walk, level, [label, without(remainingOf(walk, level)(label), set)]);
  } else walk.takers.add(own);
};

/** What gets to the route past those that take what passes tests of one label; only labels that it tests are in it. */
const arriving = (walk: Walk, level: Level, own: Narrowing): Narrowing | undefined => {
  const sets = new Map<number, ClassSet>();
  for (const [label, set] of own) {
    const left = both(remainingOf(walk, level)(label), set);
    if (firstOf(left) === undefined) return undefined;
    sets.set(label, left);
  }
  return sets;
};

/** Whether nobody takes one label set that is likely to get through: of each label the usual value where it may have it. */
const isLikelyThrough = (walk: Walk, level: Level, arrived: Narrowing): boolean => {
  const { takers } = walk;
  const unusual = new Map(level.unusual);
  for (const [label, set] of arrived) {
    if (hasBit(set, takers.usualClass(label))) unusual.delete(label);
    else unusual.set(label, firstOf(set) ?? 0);
  }
  const near = takers.near({ unusual });
  walk.steps += unusual.size + near.length;
  const takes = (taker: Narrowing): boolean => {
    for (const [label, set] of taker) {
      if (!hasBit(set, unusual.get(label) ?? takers.usualClass(label))) return false;
    }
    return true;
  };
  return !near.some(takes);
};

/** What the taker leaves of a case, in parts; undefined when it takes nothing of it. */
const leftBy = (taker: Narrowing, own: Narrowing, lookup: Lookup): Narrowing[] | undefined => {
  const parts: Narrowing[] = [];
  let matching = own;
  for (const [label, passing] of taker) {
    const set = matching.get(label) ?? lookup(label);
    const lies = relation(set, passing);
    if (lies === "outside") return undefined;
    if (lies === "inside") continue;
    parts.push(new Map(matching).set(label, without(set, passing)));
    matching = new Map(matching).set(label, both(set, passing));
  }
  return parts;
};

/** A case, and the first taker that it was not held against. */
type Pending = { readonly own: Narrowing; readonly next: number };

type Outcome = "through" | "taken" | "too many steps";

/** Holds a case against one taker after the other, going on with the first part that each leaves. */
const hold = (walk: Walk, { own: start, next }: Pending, into: SearchState): Outcome => {
  const { list } = walk.takers;
  let own = start;
  for (let place = next; place < list.length; place++) {
    walk.steps += 1;
    if (walk.steps > into.last) return "too many steps";
    const parts = leftBy(list[place] ?? new Map(), own, into.lookup);
    if (parts === undefined) continue;
    const [first, ...others] = parts;
    for (const other of others.reverse()) into.pending.push({ own: other, next: place + 1 });
    if (first === undefined) return "taken";
    own = first;
  }
  return "through";
};

type SearchState = {
  readonly lookup: Lookup;
  readonly pending: Pending[];
  /** The number of the last step. */
  readonly last: number;
};

/** Looks for a case that none of the takers takes. */
const search = (walk: Walk, level: Level, arrived: Narrowing): Reach => {
  const state: SearchState = {
    lookup: remainingOf(walk, level),
    pending: [{ own: arrived, next: 0 }],
    last: Math.min(walk.steps + MOST_STEPS, MOST_STEPS_OF_ALL),
  };
  for (let at = state.pending.pop(); at !== undefined; at = state.pending.pop()) {
    const outcome = hold(walk, at, state);
    if (outcome === "too many steps") return "unknown";
    if (outcome === "through") return "reached";
  }
  return "unreached";
};

const reachOne = (walk: Walk, level: Level, arrived: Narrowing | undefined): Reach => {
  if (level.takesAll || arrived === undefined) return "unreached";
  if (walk.takers.list.length === 0) return "reached";
  if (walk.steps > MOST_STEPS_OF_ALL) return "unknown";
  if (isLikelyThrough(walk, level, arrived)) return "reached";
  return search(walk, level, arrived);
};

/** The level below a route at which so much arrives. */
const levelBelow = (walk: Walk, level: Level, arrived: Narrowing): Level => {
  const below: Level = {
    remaining: new Map(level.remaining),
    unusual: new Map(level.unusual),
    takesAll: false,
  };
  walk.steps += below.remaining.size;
  for (const entry of arrived) restrict(walk, below, entry);
  return below;
};

/** Routes below one that is unreached are so too; below others, when all is spent, nothing is known. */
const settleBelow = (walk: Walk, route: Route, reach: Reach): void => {
  for (const child of route.routes) {
    walk.reach[child.index] = reach === "unreached" ? reach : "unknown";
    settleBelow(walk, child, reach);
  }
};

const visitChild = (walk: Walk, level: Level, child: Route): void => {
  const own = narrowingOf(walk.question.tests[child.index] ?? []);
  const arrived = own && arriving(walk, level, own);
  const reach = reachOne(walk, level, arrived);
  walk.reach[child.index] = reach;
  if (reach === "unreached" || arrived === undefined || walk.steps > MOST_STEPS_OF_ALL) {
    settleBelow(walk, child, reach);
  } else if (child.routes.length > 0) {
    visit(walk, child, levelBelow(walk, level, arrived));
  }
  if (!child.continues && !level.takesAll) take(walk, level, own);
};

const visit = (walk: Walk, route: Route, level: Level): void => {
  const takersAbove = walk.takers.list.length;
  for (const child of route.routes) visitChild(walk, level, child);
  walk.takers.truncate(takersAbove);
};

const compute = (question: RouteQuestion): readonly Reach[] => {
  const wholes: ClassSet[] = [];
  const whole = (label: number): ClassSet => {
    const size = question.labels[label]?.partition.classes.length ?? 0;
    const known = wholes[label] ?? setOf(size, Array(size).keys());
    wholes[label] = known;
    return known;
  };
  const takers = earlierTakers(question);
  const walk: Walk = { question, takers, whole, reach: ["reached"], steps: 0 };
  visit(walk, question.root, { remaining: new Map(), unusual: new Map(), takesAll: false });
  // Of labels whose classes are not all known, more may get through than was seen.
  const isComplete = question.labels.every(({ partition }) => partition.complete);
  return isComplete
    ? walk.reach
    : walk.reach.map((reach) => (reach === "unreached" ? "unknown" : reach));
};

const computed = new WeakMap<RouteQuestion, readonly Reach[]>();

/** By the index of the route, worked out once for each tree. */
export const reachOf = (question: RouteQuestion): readonly Reach[] => {
  const known = computed.get(question) ?? compute(question);
  computed.set(question, known);
  return known;
};
