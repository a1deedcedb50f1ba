import type { Route } from "../../../alertmanager/routing/route.ts";
import { formatMatcher } from "../../../labels/format-matcher.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import type { Place } from "../../../lib/source.ts";
import type { ExaminedAlert, Routing } from "../../examined.ts";

export const matchersText = (matchers: readonly Matcher[]): string =>
  matchers.map(formatMatcher).join(", ");

/** The matchers of a route and of all routes above it. */
export const pathMatchers = (route: Route): readonly Matcher[] =>
  route.parent === undefined ? route.matchers : [...pathMatchers(route.parent), ...route.matchers];

/** The routes above it, the nearest first. */
export const ancestors = (route: Route): readonly Route[] => {
  const found: Route[] = [];
  for (let next = route.parent; next !== undefined; next = next.parent) found.push(next);
  return found;
};

/** `the route on line 27`, with the file when what is said stands in another one. */
export const routeText = (routing: Routing, route: Route, from?: Place): string => {
  const { file, line } = routing.writtenOf(route).place;
  const where = from?.file === file ? `on line ${line}` : `at ${file}:${line}`;
  return `the ${route.parent === undefined ? "root route" : "route"} ${where}`;
};

export const alertName = ({ rule }: ExaminedAlert): string => rule.name.text;

const MOST_NAMES = 4;

/** `A, B and C`, or the first few and how many more. */
export const listText = (names: readonly string[]): string => {
  if (names.length > MOST_NAMES + 1) {
    return `${names.slice(0, MOST_NAMES).join(", ")} and ${names.length - MOST_NAMES} more`;
  }
  const last = names.at(-1) ?? "nothing";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
};
