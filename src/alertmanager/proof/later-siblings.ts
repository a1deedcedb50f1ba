import type { Route } from "../routing/route.ts";
import { type ClassSet, membersOf } from "./class-set.ts";
import { canMeet, type Narrowing, narrowingOf } from "./narrowing.ts";
import type { RouteQuestion } from "./route-question.ts";

/** Whether a sibling after the route matches some of what the route and those above it match. */
export type LaterSibling = "found" | "none" | "unknown";

/** Siblings that are tried before an index of them is worth its while. */
const NEAR = 16;
/** A sibling that passes more classes of a label is tried whatever the value of that label. */
const FEW_CLASSES = 16;
/** Siblings looked at in one tree, about a second. */
const MOST_STEPS = 10_000_000;

type ByLabel = {
  readonly byClass: Map<number, Route[]>;
  /** Siblings that pass many classes of the label, or do not ask for it. */
  readonly others: Route[];
};

type Search = {
  readonly question: RouteQuestion;
  readonly own: Map<Route, Narrowing | undefined>;
  readonly indexes: Map<string, ByLabel>;
  steps: number;
};

const searches = new WeakMap<RouteQuestion, Search>();

const searchOf = (question: RouteQuestion): Search => {
  const known = searches.get(question) ?? {
    question,
    own: new Map(),
    indexes: new Map(),
    steps: 0,
  };
  searches.set(question, known);
  return known;
};

const ownOf = ({ question, own }: Search, route: Route): Narrowing | undefined => {
  if (!own.has(route)) own.set(route, narrowingOf(question.tests[route.index] ?? []));
  return own.get(route);
};

/** All routes below the parent by their classes of one label. */
const indexOf = (search: Search, parent: Route, label: number): ByLabel => {
  const key = `${parent.index} ${label}`;
  const known = search.indexes.get(key);
  if (known !== undefined) return known;
  const index: ByLabel = { byClass: new Map(), others: [] };
  search.steps += parent.routes.length;
  for (const child of parent.routes) {
    const set = ownOf(search, child)?.get(label);
    const classes = set === undefined ? undefined : membersOf(set);
    if (classes === undefined || classes.length > FEW_CLASSES) {
      index.others.push(child);
      continue;
    }
    for (const member of classes) {
      const ofClass = index.byClass.get(member);
      if (ofClass === undefined) index.byClass.set(member, [child]);
      else ofClass.push(child);
    }
  }
  search.indexes.set(key, index);
  return index;
};

/** Siblings of which at least those that can have the label within the set are there. */
const within = (search: Search, { byClass, others }: ByLabel, set: ClassSet): readonly Route[] => {
  const found = [...others];
  const members = membersOf(set);
  for (const member of members) {
    for (const route of byClass.get(member) ?? []) found.push(route);
  }
  search.steps += members.length + found.length;
  return found;
};

/** What the labels of alerts that get to the route can be, if nothing else takes them. */
const whereOf = ({ question }: Search, route: Route): Narrowing | undefined => {
  const tests = [];
  for (let at: Route | undefined = route; at !== undefined; at = at.parent) {
    tests.push(...(question.tests[at.index] ?? []));
  }
  return narrowingOf(tests);
};

const meetsOneOf = (
  search: Search,
  { index, where }: { readonly index: number; readonly where: Narrowing },
  siblings: Iterable<Route>,
): boolean => {
  for (const sibling of siblings) {
    search.steps += 1;
    const own = sibling.index > index ? ownOf(search, sibling) : undefined;
    if (own !== undefined && canMeet(where, own)) return true;
  }
  return false;
};

/** `place` is that of the route among its siblings. */
export const laterSiblingOf = (
  question: RouteQuestion,
  route: Route,
  place: number,
): LaterSibling => {
  const { parent, index } = route;
  const search = searchOf(question);
  const where = whereOf(search, route);
  if (parent === undefined || where === undefined) return "none";
  const at = { index, where };
  const near = place + 1 + NEAR;
  if (meetsOneOf(search, at, parent.routes.slice(place + 1, near))) return "found";
  if (near >= parent.routes.length) return "none";
  let fewest: readonly Route[] = parent.routes;
  for (const [label, set] of where) {
    if (search.steps > MOST_STEPS) return "unknown";
    const siblings = within(search, indexOf(search, parent, label), set);
    if (siblings.length < fewest.length) fewest = siblings;
  }
  return meetsOneOf(search, at, fewest) ? "found" : "none";
};
