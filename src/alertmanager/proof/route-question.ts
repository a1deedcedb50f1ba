import { bitSet, setBit } from "../../labels/bit-set.ts";
import type { Matcher, ValueMatcher } from "../../labels/matcher.ts";
import { type Partition, partitionValues } from "../../labels/partition.ts";
import { allRoutes } from "../routing/resolve-route.ts";
import type { Route } from "../routing/route.ts";
import { type CandidateChildren, type ClassTest, indexChildren } from "./candidate-children.ts";
import { membersOf } from "./class-set.ts";

/** A route tree prepared for proofs: per label, the classes of values that its matchers tell apart. */
export type RouteQuestion = {
  readonly root: Route;
  readonly labels: readonly { readonly name: string; readonly partition: Partition }[];
  /** By the index of the route. */
  readonly tests: readonly (readonly ClassTest[])[];
  /** By the index of their parent. */
  readonly children: readonly CandidateChildren[];
};

const keyOf = ({ operator, value }: ValueMatcher): string => `${operator}${value}`;

export const routeQuestion = (root: Route): RouteQuestion => {
  const routes = allRoutes(root);
  const byLabel = new Map<string, Map<string, Matcher>>();
  for (const matcher of routes.flatMap(({ matchers }) => matchers)) {
    const ofLabel = byLabel.get(matcher.name) ?? new Map<string, Matcher>();
    ofLabel.set(keyOf(matcher), matcher);
    byLabel.set(matcher.name, ofLabel);
  }
  const passing = new Map<string, ClassTest>();
  const labels = Array.from(byLabel, ([name, matchers], label) => {
    const partition = partitionValues([...matchers.values()]);
    const { classes } = partition;
    const sets = Array.from(matchers, () => bitSet(classes.length));
    for (const [member, { truth }] of classes.entries()) {
      for (const index of membersOf(truth)) setBit(sets[index] ?? bitSet(0), member, true);
    }
    for (const [index, key] of [...matchers.keys()].entries()) {
      passing.set(`${name}\0${key}`, { label, passing: sets[index] ?? bitSet(0) });
    }
    return { name, partition };
  });
  const tests: ClassTest[][] = [];
  for (const { index, matchers } of routes) {
    tests[index] = matchers.flatMap((matcher) => {
      const found = passing.get(`${matcher.name}\0${keyOf(matcher)}`);
      return found === undefined ? [] : [found];
    });
  }
  const children: CandidateChildren[] = [];
  for (const route of routes) children[route.index] = indexChildren(route.routes, tests);
  return { root, labels, tests, children };
};
