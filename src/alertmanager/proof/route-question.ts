import { hasBit } from "../../labels/bit-set.ts";
import type { Matcher, ValueMatcher } from "../../labels/matcher.ts";
import { type Partition, partitionValues } from "../../labels/partition.ts";
import { allRoutes } from "../routing/resolve-route.ts";
import type { Route } from "../routing/route.ts";
import { type CandidateChildren, type ClassTest, indexChildren } from "./candidate-children.ts";
import { setOf } from "./class-set.ts";

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
    const ofLabel = partitionValues([...matchers.values()]);
    for (const [index, key] of [...matchers.keys()].entries()) {
      const members = ofLabel.classes.flatMap(({ truth }, member) =>
        hasBit(truth, index) ? [member] : [],
      );
      passing.set(`${name}\0${key}`, { label, passing: setOf(ofLabel.classes.length, members) });
    }
    return { name, partition: ofLabel };
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
