import { both, type ClassSet, firstOf, setOf } from "../../../alertmanager/proof/class-set.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import { satisfy, valuesOf } from "../../../labels/language.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import type { Constraint } from "../../../labels/symbolic.ts";
import { constraintOf } from "../../../labels/symbolic-labels.ts";
import type { Routing } from "../../examined.ts";
import { arrivalsOf } from "./arrivals.ts";

/** What alerts of the set can have as the value of one label. */
export type CarriedLabel = {
  /** Different constraints on it, each once. */
  readonly constraints: readonly Constraint[];
  /** Values that are known for certain, sorted; those of labels that can have any value are not among them. */
  readonly values: readonly string[];
  /** The constraints that leave more values than can be listed. */
  readonly open: readonly Constraint[];
};

/** More values than this are not listed. */
const MOST_VALUES = 50;

const computed = new WeakMap<Routing, Map<string, CarriedLabel>>();

const compute = (routing: Routing, name: string): CarriedLabel => {
  const constraints = new Map<string, Constraint>();
  for (const { labels } of arrivalsOf(routing).all) {
    const constraint = constraintOf(labels, name);
    constraints.set(JSON.stringify(constraint), constraint);
  }
  const values = new Set<string>();
  const open: Constraint[] = [];
  for (const constraint of constraints.values()) {
    const listed = valuesOf(constraint, MOST_VALUES);
    if (listed === undefined) open.push(constraint);
    for (const value of listed ?? []) values.add(value);
  }
  values.delete("");
  return { constraints: [...constraints.values()], values: [...values].sort(), open };
};

export const carriedLabel = (routing: Routing, name: string): CarriedLabel => {
  const known = computed.get(routing) ?? new Map<string, CarriedLabel>();
  computed.set(routing, known);
  const carried = known.get(name) ?? compute(routing, name);
  known.set(name, carried);
  return carried;
};

/** Whether some alert may have the value; true when that is not known. */
export const mayHaveValue = ({ values, open }: CarriedLabel, value: string): boolean =>
  values.includes(value) ||
  open.some(
    (constraint) => satisfy([...constraint, { operator: "=", value }]).kind !== "unsatisfiable",
  );

/** Whether some alert may have the label at all. */
export const mayBeCarried = ({ values, open }: CarriedLabel): boolean =>
  values.length > 0 ||
  open.some(
    (constraint) =>
      satisfy([...constraint, { operator: "!=", value: "" }]).kind !== "unsatisfiable",
  );

type Possible = { readonly set: ClassSet; readonly complete: boolean };

const possibleClasses = new WeakMap<Routing, Map<number, Possible>>();

/** The classes that the value of a label of the question can be in. */
const classesOf = (routing: Routing, label: number): Possible | undefined => {
  const asked = routing.question.labels[label];
  if (asked === undefined) return undefined;
  const known = possibleClasses.get(routing) ?? new Map<number, Possible>();
  possibleClasses.set(routing, known);
  const before = known.get(label);
  if (before !== undefined) return before;
  const { name, partition } = asked;
  const members = new Set<number>();
  let { complete } = partition;
  for (const constraint of carriedLabel(routing, name).constraints) {
    const within = partition.within(constraint);
    for (const { index } of within.classes) members.add(index);
    complete &&= within.complete;
  }
  const possible = { set: setOf(partition.classes.length, members), complete };
  known.set(label, possible);
  return possible;
};

/** Matchers of the route, its parents' left out, that no alert of the set passes, whatever its other labels. */
export const impassableMatchers = (routing: Routing, route: Route): readonly Matcher[] => {
  const tests = routing.question.tests[route.index] ?? [];
  return route.matchers.filter((_, index) => {
    const test = tests[index];
    const possible = test && classesOf(routing, test.label);
    if (test === undefined || possible === undefined || !possible.complete) return false;
    return firstOf(both(possible.set, test.passing)) === undefined;
  });
};

/** The values that a matcher names, when it names any. */
export const namedValues = ({ operator, value }: Matcher): readonly string[] | undefined => {
  if (operator === "=" || operator === "!=") return [value];
  return valuesOf([{ operator: "=~", value }], MOST_VALUES);
};

/** Whether the matcher names alerts, which `stale-reference` looks for. */
export const namesAlerts = (matcher: Matcher): boolean =>
  matcher.name === "alertname" && namedValues(matcher) !== undefined;
