import type { WrittenMatcher, WrittenRoute } from "../../../alertmanager/config/config.ts";
import { parseMatchers } from "../../../alertmanager/matcher/parse-matchers.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import type { Place } from "../../../lib/source.ts";
import type { YamlNode } from "../../../lib/yaml-node.ts";
import { entryOf } from "../../../lib/yaml-value.ts";
import type { Routing } from "../../examined.ts";

/** `group_wait` is `groupWait` in resources of the Prometheus operator. */
const camelCase = (key: string): string =>
  key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The value of a key of a mapping, in either spelling, even if it is null. */
export const valueAt = (node: YamlNode, key: string): YamlNode | undefined =>
  node.kind === "map" ? (entryOf(node, key) ?? entryOf(node, camelCase(key)))?.value : undefined;

/** Where the value of one of the keys stands, the first that the route has; otherwise where the route begins. */
export const keyPlace = (route: WrittenRoute, ...keys: readonly string[]): Place => {
  for (const key of keys) {
    const value = valueAt(route.node, key);
    if (value !== undefined) return value.place;
  }
  return route.place;
};

const isSame = (a: Matcher, b: Matcher): boolean =>
  a.name === b.name && a.operator === b.operator && a.value === b.value;

/** Where a matcher stands: an item of `matchers` may hold several. */
export const writtenMatcherPlace = (matcher: WrittenMatcher): Place => {
  const { written, deprecated } = matcher;
  const parsed = deprecated ? undefined : parseMatchers(written.text, "current");
  const found =
    parsed?.ok === true ? parsed.matchers.find((one) => isSame(one, matcher)) : undefined;
  return written.placeAt(found?.span.from ?? 0);
};

/** Where a matcher of the route stands, or the route if it has no such matcher. */
export const matcherPlace = (routing: Routing, route: Route, matcher: Matcher): Place => {
  const written = routing.writtenOf(route);
  const found = written.matchers.find((one) => isSame(one, matcher));
  return found === undefined ? written.place : writtenMatcherPlace(found);
};
