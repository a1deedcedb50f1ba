import fc from "fast-check";
import { expect, test } from "vitest";
import type { Labels } from "../../labels/labels.ts";
import { compileMatchers } from "../../labels/match.ts";
import type { Matcher } from "../../labels/matcher.ts";
import { matchRoutes } from "./match-routes.ts";
import type { Route } from "./route.ts";

type Sketch = {
  readonly receiver: string;
  readonly matchers?: readonly Matcher[];
  readonly continues?: boolean;
  readonly routes?: readonly Sketch[];
};

const equal = (name: string, value: string): Matcher => ({ name, operator: "=", value });

const routeOf = (sketch: Sketch, parent?: Route): Route => {
  const routes: Route[] = [];
  const route: Route = {
    index: 0,
    parent,
    key: "",
    receiver: sketch.receiver,
    matchers: sketch.matchers ?? [],
    continues: sketch.continues ?? false,
    groupBy: [],
    groupWaitMs: 0,
    groupIntervalMs: 1,
    repeatIntervalMs: 1,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes,
  };
  for (const child of sketch.routes ?? []) routes.push(routeOf(child, route));
  return route;
};

const receivers = (root: Route, labels: Labels) =>
  matchRoutes(root, labels).map(({ receiver }) => receiver);

test("an alert that no child matches stays with the parent", () => {
  const root = routeOf({
    receiver: "root",
    routes: [{ receiver: "a", matchers: [equal("team", "a")] }],
  });
  expect(receivers(root, { team: "b" })).toEqual(["root"]);
  expect(receivers(root, { team: "a" })).toEqual(["a"]);
});

test("the first sibling that matches ends the search unless it continues", () => {
  const root = routeOf({
    receiver: "root",
    routes: [
      { receiver: "audit", continues: true },
      { receiver: "a", matchers: [equal("team", "a")] },
      { receiver: "critical", matchers: [equal("severity", "critical")] },
      { receiver: "rest" },
    ],
  });
  expect(receivers(root, { team: "a", severity: "critical" })).toEqual(["audit", "a"]);
  expect(receivers(root, { severity: "critical" })).toEqual(["audit", "critical"]);
  expect(receivers(root, {})).toEqual(["audit", "rest"]);
});

test("continue is about siblings: a child that continues does not bring its parent in", () => {
  const root = routeOf({
    receiver: "root",
    routes: [
      { receiver: "parent", routes: [{ receiver: "child", continues: true }] },
      { receiver: "after" },
    ],
  });
  expect(receivers(root, {})).toEqual(["child"]);
});

test("a label that is absent has the empty value, whatever objects inherit", () => {
  const root = routeOf({
    receiver: "root",
    routes: [{ receiver: "none", matchers: [equal("constructor", "")] }],
  });
  expect(receivers(root, {})).toEqual(["none"]);
});

const slowly = (route: Route, labels: Labels): readonly Route[] => {
  if (!compileMatchers(route.matchers)(labels)) return [];
  const found: Route[] = [];
  for (const child of route.routes) {
    const below = slowly(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continues) break;
  }
  return found.length > 0 ? found : [route];
};

const name = fc.constantFrom("a", "b", "c");
const value = fc.constantFrom("", "x", "y", "z");
const matcher: fc.Arbitrary<Matcher> = fc.oneof(
  fc.record({ name, operator: fc.constantFrom("=" as const, "!=" as const), value }),
  fc.record({
    name,
    operator: fc.constantFrom("=~" as const, "!~" as const),
    value: fc.constantFrom("x|y", "x.*", "", ".+", "z|", "(x|z)"),
  }),
);
const sketchWith = (routes: fc.Arbitrary<readonly Sketch[]>): fc.Arbitrary<Sketch> =>
  fc.record({
    receiver: fc.constantFrom("p", "q", "r"),
    matchers: fc.array(matcher, { maxLength: 2 }),
    continues: fc.boolean(),
    routes,
  });
const leaf = sketchWith(fc.constant([]));
const branch = sketchWith(fc.array(leaf, { maxLength: 4 }));
const sketch = sketchWith(fc.array(branch, { maxLength: 3 }));

test("the index finds the same routes in the same order as trying one after another", () => {
  fc.assert(
    fc.property(
      fc.array(sketch, { maxLength: 8 }),
      fc.dictionary(name, value),
      (routes, labels) => {
        const root = routeOf({ receiver: "root", routes });
        expect(matchRoutes(root, labels)).toEqual(slowly(root, labels));
      },
    ),
    { seed: 4, numRuns: 500 },
  );
});
