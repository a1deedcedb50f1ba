import type { Route } from "../../../alertmanager/routing/route.ts";
import { formatMatcher } from "../../../labels/format-matcher.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { arrivalsOf } from "./arrivals.ts";
import {
  carriedLabel,
  impassableMatchers,
  mayBeCarried,
  mayHaveValue,
  namedValues,
  namesAlerts,
} from "./carried-values.ts";
import { matcherPlace } from "./route-place.ts";
import { listText } from "./route-text.ts";

type At = { readonly routing: Routing; readonly route: Route; readonly matcher: Matcher };

const meant = (suggestions: readonly string[]): string =>
  suggestions.length === 0 ? "" : `did you mean ${listText(suggestions)}? `;

/** No alert passes the matcher. */
const impassable = ({ routing, route, matcher }: At): Discovery => {
  const carried = carriedLabel(routing, matcher.name);
  const values = namedValues(matcher) ?? [];
  const isKnownLabel = mayBeCarried(carried);
  const suggestions = isKnownLabel
    ? values.flatMap((value) => suggestionFor(value, carried.values) ?? [])
    : [];
  const others = carried.values.map((value) => `${matcher.name}="${value}"`);
  const having = others.length === 0 ? "no such value" : listText(others);
  const why = isKnownLabel
    ? `those of this set have ${having}`
    : `none of this set has the label ${matcher.name}`;
  return {
    place: matcherPlace(routing, route, matcher),
    subject: route.receiver,
    message: `no alert passes ${formatMatcher(matcher)}: ${why}\nnothing reaches this route to "${route.receiver}"`,
    help: `${meant(suggestions)}correct the matcher, or remove the route`,
  };
};

/** A value among several, or one that is refused, which is nearly that of alerts. */
const misspelt = function* ({ routing, route, matcher }: At): Iterable<Discovery> {
  const carried = carriedLabel(routing, matcher.name);
  const values = namedValues(matcher) ?? [];
  for (const value of values) {
    if (value === "" || mayHaveValue(carried, value)) continue;
    const suggestion = suggestionFor(value, carried.values);
    if (suggestion === undefined || values.includes(suggestion)) continue;
    yield {
      place: matcherPlace(routing, route, matcher),
      subject: route.receiver,
      message: `no alert of this set has ${matcher.name}="${value}", which this route to "${route.receiver}" asks for`,
      help: `did you mean ${suggestion}?`,
    };
  }
};

const findAt = function* (routing: Routing, route: Route): Iterable<Discovery> {
  const nobodyPasses = impassableMatchers(routing, route);
  for (const matcher of route.matchers) {
    if (namesAlerts(matcher)) continue;
    const at = { routing, route, matcher };
    if (nobodyPasses.includes(matcher)) yield impassable(at);
    else yield* misspelt(at);
  }
};

const find = function* ({ alerts, routings }: Examined): Iterable<Discovery> {
  if (alerts.length === 0) return;
  for (const routing of routings) {
    const { reached } = arrivalsOf(routing);
    for (const route of routing.routes) {
      if (route.parent !== undefined && reached.has(route.parent)) yield* findAt(routing, route);
    }
  }
};

export const matcherValueUnknown: Check = {
  name: "matcher-value-unknown",
  severity: "warning",
  title: "A route that asks for a label value that no alert has",
  find,
};
