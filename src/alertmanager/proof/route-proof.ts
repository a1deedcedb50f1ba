import type { Labels } from "../../labels/labels.ts";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf, witnessOf } from "../../labels/symbolic-labels.ts";
import type { Route } from "../routing/route.ts";
import { both, type ClassSet, firstOf, relation, setOf, without } from "./class-set.ts";
import type { ClassTest, RouteQuestion } from "./route-question.ts";

/** Where some of the label sets go: the routes that notify, in order, and one of the label sets. */
export type Outcome = { readonly routes: readonly Route[]; readonly witness: Labels };

export type RouteProof = {
  /** One per combination of routes that some label set reaches; none when there is no such label set. */
  readonly outcomes: readonly Outcome[];
  /** False when there were more cases than could be looked at: other outcomes are possible then. */
  readonly complete: boolean;
};

/** What is still possible: per label of the question, the classes of its value. */
type Case = readonly ClassSet[];
type Reached = { readonly where: Case; readonly routes: readonly Route[] };
type Split = { readonly matching: Case | undefined; readonly rest: readonly Case[] };

/** Pairs of a case and a route looked at before a proof is given up as incomplete, about a tenth of a second. */
const MOST_STEPS = 100_000;
/** Cases told apart at the same time. */
const MOST_CASES = 1_000;

const narrowed = (where: Case, label: number, set: ClassSet): Case => where.with(label, set);

const split = (where: Case, tests: readonly ClassTest[]): Split => {
  const rest: Case[] = [];
  let matching = where;
  for (const { label, passing } of tests) {
    const set = matching[label];
    if (set === undefined) continue;
    const lies = relation(set, passing);
    if (lies === "outside") return { matching: undefined, rest: [...rest, matching] };
    if (lies === "across") {
      rest.push(narrowed(matching, label, without(set, passing)));
      matching = narrowed(matching, label, both(set, passing));
    }
  }
  return { matching, rest };
};

type Walk = { readonly question: RouteQuestion; steps: number; complete: boolean };

type Passed = { readonly done: readonly Reached[]; readonly next: readonly Reached[] };

/** What becomes of one case at one child: what it ends with, and what goes on to the next sibling. */
const pass = (walk: Walk, child: Route, { where, routes }: Reached): Passed => {
  walk.steps += 1;
  const { matching, rest } = split(where, walk.question.tests[child.index] ?? []);
  const others = rest.map((other) => ({ where: other, routes }));
  if (matching === undefined) return { done: [], next: others };
  const reached = descend(walk, child, matching).map((below) => ({
    where: below.where,
    routes: [...routes, ...below.routes],
  }));
  return child.continues
    ? { done: [], next: [...others, ...reached] }
    : { done: reached, next: others };
};

/** The children of a route that matches in `where`: Alertmanager's Route.Match, for many label sets at once. */
const descend = (walk: Walk, route: Route, where: Case): Reached[] => {
  const done: Reached[] = [];
  let pending: readonly Reached[] = [{ where, routes: [] }];
  for (const child of route.routes) {
    if (pending.length > MOST_CASES || walk.steps > MOST_STEPS) {
      walk.complete = false;
      pending = pending.slice(0, walk.steps > MOST_STEPS ? 1 : MOST_CASES);
    }
    const passed = pending.map((left) => pass(walk, child, left));
    for (const { done: ended } of passed) done.push(...ended);
    pending = passed.flatMap(({ next }) => next);
  }
  const stopped = pending.map((left) =>
    left.routes.length === 0 ? { ...left, routes: [route] } : left,
  );
  return [...done, ...stopped];
};

type Start = {
  readonly where: Case;
  readonly witnesses: readonly ReadonlyMap<number, string>[];
  readonly complete: boolean;
};

const startOf = (question: RouteQuestion, labels: SymbolicLabels): Start | undefined => {
  const where: ClassSet[] = [];
  const witnesses: Map<number, string>[] = [];
  let complete = true;
  for (const { name, partition } of question.labels) {
    const within = partition.within(constraintOf(labels, name));
    if (within.classes.length === 0) return undefined;
    const members = within.classes.map(({ index }) => index);
    where.push(setOf(partition.classes.length, members));
    witnesses.push(new Map(within.classes.map(({ index, witness }) => [index, witness])));
    complete &&= within.complete;
  }
  return { where, witnesses, complete };
};

const witnessIn = (question: RouteQuestion, start: Start, where: Case): Labels => {
  const chosen: Record<string, string> = {};
  for (const [label, { name }] of question.labels.entries()) {
    const set = where[label];
    const value = set === undefined ? undefined : start.witnesses[label]?.get(firstOf(set) ?? -1);
    if (value !== undefined && value !== "") chosen[name] = value;
  }
  return chosen;
};

/**
 * Every combination of routes that alerts with such labels reach, with a label set for each. Labels are
 * taken as independent of one another, so an outcome may need a combination of values that never occurs.
 */
export const proveRoutes = (question: RouteQuestion, labels: SymbolicLabels): RouteProof => {
  const start = startOf(question, labels);
  const known = witnessOf(labels);
  if (start === undefined || known === undefined) return { outcomes: [], complete: true };
  const walk: Walk = { question, steps: 0, complete: true };
  const byRoutes = new Map<string, Outcome>();
  for (const { where, routes } of descend(walk, question.root, start.where)) {
    const key = routes.map(({ index }) => index).join(",");
    if (byRoutes.has(key)) continue;
    const inTree = new Set(question.labels.map(({ name }) => name));
    const outside = Object.entries(known).filter(([name]) => !inTree.has(name));
    const witness = { ...Object.fromEntries(outside), ...witnessIn(question, start, where) };
    byRoutes.set(key, { routes, witness });
  }
  const complete =
    walk.complete && start.complete && question.labels.every(({ partition }) => partition.complete);
  return { outcomes: [...byRoutes.values()], complete };
};
