import { hasBit } from "../../labels/bit-set.ts";
import type { Matcher, ValueMatcher } from "../../labels/matcher.ts";
import { type Partition, partitionValues } from "../../labels/partition.ts";
import { allRoutes } from "../routing/resolve-route.ts";
import type { Route } from "../routing/route.ts";
import { type ClassSet, setOf } from "./class-set.ts";

/** A matcher of a route: the classes of the label's values that pass it. */
export type ClassTest = { readonly label: number; readonly passing: ClassSet };

/** A route tree prepared for proofs: per label, the classes of values that its matchers tell apart. */
export type RouteQuestion = {
  readonly root: Route;
  readonly labels: readonly { readonly name: string; readonly partition: Partition }[];
  /** By the index of the route. */
  readonly tests: readonly (readonly ClassTest[])[];
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
  return { root, labels, tests };
};
