import fc from "fast-check";
import { expect, test } from "vitest";
import { type RouteSketch, routeOf } from "../../../test/route-sketch.ts";
import type { Labels } from "../../labels/labels.ts";
import { compileMatchers } from "../../labels/match.ts";
import type { Matcher } from "../../labels/matcher.ts";
import { matchRoutes } from "../routing/match-routes.ts";
import { allRoutes } from "../routing/resolve-route.ts";
import type { Route } from "../routing/route.ts";
import { laterSiblingOf } from "./later-siblings.ts";
import { reachOf } from "./reach.ts";
import { routeQuestion } from "./route-question.ts";

const NAMES = ["severity", "team", "env"];

const matcher: fc.Arbitrary<Matcher> = fc.record({
  name: fc.constantFrom(...NAMES),
  operator: fc.constantFrom("=", "!=", "=~", "!~"),
  value: fc.constantFrom("a", "b", "c", "a|b", "a.*", ".+", ""),
});

const treeOf = (depth: number): fc.Arbitrary<RouteSketch> =>
  fc.record({
    matchers: fc.array(matcher, { minLength: 1, maxLength: 3 }),
    continues: fc.boolean(),
    routes: depth === 0 ? fc.constant([]) : fc.array(treeOf(depth - 1), { maxLength: 6 }),
  });

const VALUES = ["a", "b", "c", "ab", "other", "", "a|b", "a.*", ".+"];

/** A label set of every class that the matchers can tell apart. */
const labelSets: readonly Labels[] = VALUES.flatMap((severity) =>
  VALUES.flatMap((team) => VALUES.map((env) => ({ severity, team, env }))),
);

const isOnPath = (route: Route, reached: Route): boolean => {
  for (let at: Route | undefined = reached; at !== undefined; at = at.parent) {
    if (at === route) return true;
  }
  return false;
};

const passes = (route: Route, labels: Labels): boolean => {
  for (let at: Route | undefined = route; at !== undefined; at = at.parent) {
    if (!compileMatchers(at.matchers)(labels)) return false;
  }
  return true;
};

test("a route is reached exactly when Alertmanager takes some label set there", () => {
  fc.assert(
    fc.property(treeOf(2), (sketch) => {
      const root = routeOf(sketch);
      const reach = reachOf(routeQuestion(root));
      const reached = labelSets.flatMap((labels) => matchRoutes(root, labels));
      for (const route of allRoutes(root)) {
        const expected = reached.some((one) => isOnPath(route, one)) ? "reached" : "unreached";
        expect(reach[route.index]).toBe(expected);
      }
    }),
    { seed: 1, numRuns: 400 },
  );
});

test("a later sibling is found exactly when it matches some label set of the route", () => {
  fc.assert(
    fc.property(fc.array(treeOf(0), { maxLength: 40 }), (routes) => {
      const root = routeOf({ matchers: [], continues: false, routes });
      const question = routeQuestion(root);
      for (const [place, route] of root.routes.entries()) {
        const later = root.routes.slice(place + 1);
        const isFound = labelSets.some(
          (labels) => passes(route, labels) && later.some((one) => passes(one, labels)),
        );
        expect(laterSiblingOf(question, route, place)).toBe(isFound ? "found" : "none");
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

const equal = (name: string, value: string): Matcher => ({ name, operator: "=", value });

test("routes that take all of it only together, each by two labels, leave a later one unreached", () => {
  const pairs = VALUES.slice(0, 3).flatMap((team) =>
    VALUES.slice(0, 3).map((env) => [equal("team", team), equal("env", env)]),
  );
  const wanted: Matcher[] = NAMES.slice(1).map((name) => ({
    name,
    operator: "=~",
    value: "a|b|c",
  }));
  const root = routeOf({
    matchers: [],
    continues: false,
    routes: [...pairs, wanted].map((matchers) => ({ matchers, continues: false, routes: [] })),
  });
  expect(reachOf(routeQuestion(root)).at(-1)).toBe("unreached");
});

test("what would take too long to find out is unknown", () => {
  // Ten pigeons in nine holes: that no two share one is impossible, and hard to find out case by case.
  const holes = Array.from({ length: 9 }, (_, hole) => `h${hole}`);
  const pigeons = Array.from({ length: 10 }, (_, pigeon) => `p${pigeon}`);
  const shared = holes.flatMap((hole) =>
    pigeons.flatMap((a, index) =>
      pigeons.slice(index + 1).map((b) => [equal(a, hole), equal(b, hole)]),
    ),
  );
  const wanted: Matcher[] = pigeons.map((name) => ({
    name,
    operator: "=~",
    value: holes.join("|"),
  }));
  const root = routeOf({
    matchers: [],
    continues: false,
    routes: [...shared, wanted].map((matchers) => ({ matchers, continues: false, routes: [] })),
  });
  const reach = reachOf(routeQuestion(root));
  expect(reach.at(-1)).toBe("unknown");
  expect(reach.slice(0, -1)).not.toContain("unknown");
});
