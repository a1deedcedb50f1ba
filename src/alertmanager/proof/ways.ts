import type { Route } from "../routing/route.ts";
import { type ClassTest, candidatesOf } from "./candidate-children.ts";
import { both, type Case, relation, without } from "./class-set.ts";
import type { RouteQuestion } from "./route-question.ts";

/** The routes that notify, in order, and which classes of values lead there. */
export type Way = { readonly routes: readonly Route[]; readonly where: Case };

/** One way for each combination of routes. */
export type Ways = { readonly ways: readonly Way[]; readonly complete: boolean };

/** Pairs of a case and a route looked at before a proof is given up as incomplete, a few tenths of a second. */
const MOST_STEPS = 200_000;
/** The same for all proofs of a tree together, about two seconds. */
const MOST_STEPS_OF_ALL = 8_000_000;
/** Cases told apart at the same time. */
const MOST_CASES = 2_000;

type Split = { readonly matching: Case | undefined; readonly rest: readonly Case[] };

const narrowed = (where: Case, label: number, set: Case[number]): Case => where.with(label, set);

/** Undefined when nothing of the case matches. */
const split = (where: Case, tests: readonly ClassTest[]): Split | undefined => {
  const rest: Case[] = [];
  let matching = where;
  for (const { label, passing } of tests) {
    const set = matching[label];
    if (set === undefined) continue;
    const lies = relation(set, passing);
    if (lies === "outside") {
      if (rest.length === 0) return undefined;
      return { matching: undefined, rest: [...rest, matching] };
    }
    if (lies === "across") {
      rest.push(narrowed(matching, label, without(set, passing)));
      matching = narrowed(matching, label, both(set, passing));
    }
  }
  return { matching, rest };
};

const canMatch = (where: Case, tests: readonly ClassTest[]): boolean =>
  tests.every(({ label, passing }) => {
    const set = where[label];
    return set === undefined || relation(set, passing) !== "outside";
  });

type Walk = { readonly question: RouteQuestion; steps: number; complete: boolean };

/** What has ended with a route, and what goes on to the next sibling. */
type Sorted = { readonly done: Way[]; readonly next: Way[] };

type At = { readonly child: Route; readonly left: Way };

/** What becomes of one case at one child. */
const passOne = (walk: Walk, { child, left }: At, { done, next }: Sorted): void => {
  const tests = walk.question.tests[child.index] ?? [];
  const parts = canMatch(left.where, tests) ? split(left.where, tests) : undefined;
  if (parts?.matching === undefined) {
    next.push(left);
    return;
  }
  for (const where of parts.rest) next.push({ where, routes: left.routes });
  const reached = child.continues ? next : done;
  for (const { where, routes } of descend(walk, child, parts.matching)) {
    reached.push({
      where,
      routes: left.routes.length === 0 ? routes : [...left.routes, ...routes],
    });
  }
};

/** No more of the cases than can be looked at. */
const bounded = (walk: Walk, pending: readonly Way[]): readonly Way[] => {
  if (pending.length <= MOST_CASES && walk.steps <= MOST_STEPS) return pending;
  walk.complete = false;
  return pending.slice(0, walk.steps > MOST_STEPS ? 1 : MOST_CASES);
};

/** What becomes of all cases at one child: gives those that go on to the next sibling. */
const pass = (
  walk: Walk,
  child: Route,
  { pending, done }: { readonly pending: readonly Way[]; readonly done: Way[] },
): readonly Way[] => {
  const tests = walk.question.tests[child.index] ?? [];
  walk.steps += pending.length;
  if (!pending.some(({ where }) => canMatch(where, tests))) return pending;
  const next: Way[] = [];
  for (const left of pending) passOne(walk, { child, left }, { done, next });
  return next;
};

/** The children of a route that matches in `where`: Alertmanager's Route.Match, for many label sets at once. */
const descend = (walk: Walk, route: Route, where: Case): Way[] => {
  const done: Way[] = [];
  let pending: readonly Way[] = [{ where, routes: [] }];
  const index = walk.question.children[route.index];
  for (const child of index === undefined ? [] : candidatesOf(index, where)) {
    pending = pass(walk, child, { pending: bounded(walk, pending), done });
    if (pending.length === 0) break;
  }
  for (const left of pending) {
    done.push(left.routes.length === 0 ? { ...left, routes: [route] } : left);
  }
  return done;
};

type Walked = { readonly byStart: Map<string, Ways>; steps: number };

const walked = new WeakMap<RouteQuestion, Walked>();

/** `key` is one of `start`, which is all that is possible of each label: what starts alike is walked once. */
export const waysThrough = (question: RouteQuestion, start: Case, key: string): Ways => {
  const before = walked.get(question) ?? { byStart: new Map<string, Ways>(), steps: 0 };
  walked.set(question, before);
  const known = before.byStart.get(key);
  if (known !== undefined) return known;
  const isSpent = before.steps > MOST_STEPS_OF_ALL;
  const walk: Walk = { question, steps: isSpent ? MOST_STEPS : 0, complete: true };
  const byRoutes = new Map<string, Way>();
  for (const way of descend(walk, question.root, start)) {
    const ofRoutes = way.routes.map(({ index }) => index).join(",");
    if (!byRoutes.has(ofRoutes)) byRoutes.set(ofRoutes, way);
  }
  if (!isSpent) before.steps += walk.steps;
  const ways = { ways: [...byRoutes.values()], complete: walk.complete };
  before.byStart.set(key, ways);
  return ways;
};
