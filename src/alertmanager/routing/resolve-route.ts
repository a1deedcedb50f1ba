import type { Matcher } from "../../labels/matcher.ts";
import type { WrittenMatcher, WrittenRoute } from "../config/config.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { compareMatchers, matchersText } from "./matcher-text.ts";
import type { Route } from "./route.ts";

/** What the root inherits: dispatch/route.go, DefaultRouteOpts. */
const DEFAULTS = {
  receiver: "",
  groupBy: [],
  groupWaitMs: 30_000,
  groupIntervalMs: 5 * 60_000,
  repeatIntervalMs: 4 * 3_600_000,
} satisfies Partial<Route>;

/** `match_re` is anchored as soon as it is read, and printed and sorted that way. */
const printedMatcher = ({ name, operator, value, deprecated }: WrittenMatcher): Matcher => ({
  name,
  operator,
  value: deprecated && operator === "=~" ? `^(?:${value})$` : value,
});

const resolvedMatchers = (written: readonly WrittenMatcher[]) => {
  const pairs = written.map((matcher) => ({ matcher, printed: printedMatcher(matcher) }));
  pairs.sort((a, b) => compareMatchers(a.printed, b.printed));
  return {
    matchers: pairs.map(({ matcher: { name, operator, value } }) => ({ name, operator, value })),
    text: matchersText(pairs.map(({ printed }) => printed)),
  };
};

const resolvedGroupBy = (
  written: WrittenRoute,
  inherited: Route["groupBy"],
  version: AlertmanagerVersion,
): Route["groupBy"] => {
  if (written.groupBy === undefined) return inherited;
  const names = written.groupBy.map(({ text }) => text);
  if (names.includes("...")) return "all";
  // Until 0.31 an empty list was the same as none.
  if (names.length === 0 && version === "0.25") return inherited;
  return [...names].sort();
};

type Building = { -readonly [Field in keyof Route]: Route[Field] } & { routes: Route[] };

/**
 * The route tree with everything inherited: receiver, grouping and the three timers come from the parent
 * where a route does not say them; matchers, `continue` and time intervals never do.
 */
export const resolveRoute = (root: WrittenRoute, version: AlertmanagerVersion): Route => {
  let index = 0;
  const build = (written: WrittenRoute, parent: Route | undefined): Route => {
    const inherited = parent ?? DEFAULTS;
    const { matchers, text } = resolvedMatchers(written.matchers);
    const route: Building = {
      index: index++,
      parent,
      key: parent === undefined ? text : `${parent.key}/${text}`,
      receiver: written.receiver?.text || inherited.receiver,
      matchers,
      continues: written.continues,
      groupBy: resolvedGroupBy(written, inherited.groupBy, version),
      groupWaitMs: written.groupWaitMs ?? inherited.groupWaitMs,
      groupIntervalMs: written.groupIntervalMs ?? inherited.groupIntervalMs,
      repeatIntervalMs: written.repeatIntervalMs ?? inherited.repeatIntervalMs,
      muteTimeIntervals: written.muteTimeIntervals.map((name) => name.text),
      activeTimeIntervals: written.activeTimeIntervals.map((name) => name.text),
      routes: [],
    };
    for (const child of written.routes) route.routes.push(build(child, route));
    return route;
  };
  return build(root, undefined);
};

/** Every route of the tree in the order of the file. */
export const allRoutes = (root: Route): readonly Route[] => {
  const found: Route[] = [];
  const visit = (route: Route) => {
    found.push(route);
    for (const child of route.routes) visit(child);
  };
  visit(root);
  return found;
};
