import type { Route } from "../src/alertmanager/routing/route.ts";
import type { Matcher } from "../src/labels/matcher.ts";

/** What matters of a route when it is only asked where alerts go. */
export type RouteSketch = {
  readonly matchers: readonly Matcher[];
  readonly continues: boolean;
  readonly routes: readonly RouteSketch[];
};

/** The sketch as a resolved tree; every route has a receiver of its own, and the root takes everything. */
export const routeOf = (sketch: RouteSketch): Route => {
  let count = 0;
  type Growing = Omit<Route, "routes"> & { readonly routes: Route[] };
  const build = (
    { matchers, continues, routes }: RouteSketch,
    parent: Route | undefined,
  ): Route => {
    const index = count++;
    const route: Growing = {
      index,
      parent,
      key: "",
      receiver: String(index),
      matchers: parent === undefined ? [] : matchers,
      continues: parent !== undefined && continues,
      groupBy: [],
      groupWaitMs: 0,
      groupIntervalMs: 1,
      repeatIntervalMs: 1,
      muteTimeIntervals: [],
      activeTimeIntervals: [],
      routes: [],
    };
    for (const child of routes) route.routes.push(build(child, route));
    return route;
  };
  return build(sketch, undefined);
};
