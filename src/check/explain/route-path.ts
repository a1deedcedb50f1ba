import { matchRoutes } from "../../alertmanager/routing/match-routes.ts";
import { matchersText } from "../../alertmanager/routing/matcher-text.ts";
import type { Route } from "../../alertmanager/routing/route.ts";
import type { Labels } from "../../labels/labels.ts";
import { labelValue, matches, matchesValue } from "../../labels/match.ts";
import type { Routing } from "../examined.ts";
import type { PassedOver, RouteExplanation } from "./explanation.ts";

/** More routes than anybody reads about; an alert may pass a thousand. */
const MOST_ROUTES = 50;

export const routeExplanation = (routing: Routing, route: Route): RouteExplanation => ({
  place: routing.writtenOf(route).place,
  matchers: matchersText(route.matchers),
  isRoot: route.parent === undefined,
  continues: route.continues,
});

/** The routes from the root to this one. */
export const pathTo = (route: Route): readonly Route[] =>
  route.parent === undefined ? [route] : [...pathTo(route.parent), route];

const whyNot = ({ matchers }: Route, labels: Labels): string | undefined => {
  const failed = matchers.find(
    (matcher) => !matchesValue(matcher, labelValue(labels, matcher.name)),
  );
  if (failed === undefined) return undefined;
  const value = labelValue(labels, failed.name);
  return value === ""
    ? `the alert has no ${failed.name}`
    : `${failed.name} is ${JSON.stringify(value)}`;
};

/** Routes that do not match although they were asked on the way: the first in the order of the file, and how many. */
export const passedOver = (
  routing: Routing,
  route: Route,
  labels: Labels,
): { readonly routes: PassedOver[]; readonly count: number } => {
  const path = pathTo(route);
  const routes: PassedOver[] = [];
  let count = 0;
  for (const [index, node] of path.entries()) {
    const next = path[index + 1];
    for (const child of node.routes) {
      if (child === next) break;
      const because = whyNot(child, labels);
      if (because === undefined) continue;
      count++;
      if (count <= MOST_ROUTES) routes.push({ route: routeExplanation(routing, child), because });
    }
  }
  return { routes, count };
};

/** Routes that match as well, and that Alertmanager does not come to because this one ends the search. */
export const unreached = (routing: Routing, route: Route, labels: Labels): PassedOver[] => {
  const found: PassedOver[] = [];
  for (const node of pathTo(route)) {
    if (node.parent === undefined || node.continues) continue;
    const siblings = node.parent.routes;
    const because = `the route on line ${routing.writtenOf(node).place.line} has no \`continue: true\``;
    for (const sibling of siblings.slice(siblings.indexOf(node) + 1)) {
      if (found.length >= MOST_ROUTES) break;
      if (!matches(sibling.matchers, labels)) continue;
      found.push({ route: routeExplanation(routing, sibling), because });
    }
  }
  return found;
};

/** The routes that notify, each once. */
export const deliveringRoutes = ({ root }: Routing, labels: Labels): readonly Route[] => [
  ...new Set(matchRoutes(root, labels)),
];
