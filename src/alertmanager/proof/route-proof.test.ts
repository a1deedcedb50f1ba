import fc from "fast-check";
import { expect, test } from "vitest";
import { type RouteSketch, routeOf } from "../../../test/route-sketch.ts";
import type { Labels } from "../../labels/labels.ts";
import type { Matcher } from "../../labels/matcher.ts";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import { includesLabels, symbolicOf } from "../../labels/symbolic-labels.ts";
import { matchRoutes } from "../routing/match-routes.ts";
import type { Route } from "../routing/route.ts";
import { proveRoutes } from "./route-proof.ts";
import { routeQuestion } from "./route-question.ts";

const NAMES = ["severity", "team", "env"];
const VALUES = ["a", "b", "c", "ab", ""];

const matcher: fc.Arbitrary<Matcher> = fc.record({
  name: fc.constantFrom(...NAMES),
  operator: fc.constantFrom("=", "!=", "=~", "!~"),
  value: fc.constantFrom("a", "b", "a|b", "a.*", ".+", ""),
});

/** Route trees of at most this depth. */
const treeOf = (depth: number): fc.Arbitrary<RouteSketch> =>
  fc.record({
    matchers: fc.array(matcher, { maxLength: 2 }),
    continues: fc.boolean(),
    routes: depth === 0 ? fc.constant([]) : fc.array(treeOf(depth - 1), { maxLength: 3 }),
  });

const symbolic: fc.Arbitrary<SymbolicLabels> = fc.record({
  known: fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.constantFrom(
      [{ operator: "=", value: "a" } as const],
      [{ operator: "!=", value: "" } as const],
      [{ operator: "=~", value: "a|c" } as const],
      [],
    ),
  ),
  others: fc.constantFrom("possible", "impossible"),
});

const labelSets: readonly Labels[] = VALUES.flatMap((severity) =>
  VALUES.flatMap((team) =>
    VALUES.map((env) =>
      Object.fromEntries(
        Object.entries({ severity, team, env }).filter(([, value]) => value !== ""),
      ),
    ),
  ),
);

const pathOf = (routes: readonly Route[]): string => routes.map(({ index }) => index).join(",");

test("what is proven of many label sets is what becomes of each, and a witness stands for each outcome", () => {
  fc.assert(
    fc.property(treeOf(3), symbolic, (sketch, labels) => {
      const root = routeOf(sketch);
      const { outcomes, complete } = proveRoutes(routeQuestion(root), labels);
      expect(complete).toBe(true);
      const proven = new Set(outcomes.map(({ routes }) => pathOf(routes)));
      for (const set of labelSets.filter((candidate) => includesLabels(labels, candidate))) {
        expect(proven).toContain(pathOf(matchRoutes(root, set)));
      }
      for (const { routes, witness } of outcomes) {
        expect(includesLabels(labels, witness)).toBe(true);
        expect(pathOf(matchRoutes(root, witness))).toBe(pathOf(routes));
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("a tree with more cases than can be looked at is said to be incompletely proven", () => {
  const wide = (name: string): RouteSketch[] =>
    Array.from({ length: 30 }, (_, index) => ({
      matchers: [{ name, operator: "=" as const, value: `${name}${index}` }],
      continues: true,
      routes: [],
    }));
  const root = routeOf({
    matchers: [],
    continues: false,
    routes: ["a", "b", "c", "d"].flatMap(wide),
  });
  const proof = proveRoutes(routeQuestion(root), { known: {}, others: "possible" });
  expect(proof.complete).toBe(false);
  expect(proof.outcomes.length).toBeGreaterThan(0);
});

test("labels that no alert can have reach nothing", () => {
  const root = routeOf({ matchers: [], continues: false, routes: [] });
  const impossible: SymbolicLabels = {
    known: {
      a: [
        { operator: "=", value: "x" },
        { operator: "=", value: "y" },
      ],
    },
    others: "impossible",
  };
  expect(proveRoutes(routeQuestion(root), impossible).outcomes).toEqual([]);
  expect(proveRoutes(routeQuestion(root), symbolicOf({ a: "x" })).outcomes).toHaveLength(1);
});
