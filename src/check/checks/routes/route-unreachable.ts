import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import { formatMatcher } from "../../../labels/format-matcher.ts";
import type { Labels } from "../../../labels/labels.ts";
import { implies } from "../../../labels/language.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import { constraintOf, withMatchers, witnessOf } from "../../../labels/symbolic-labels.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert, Routing } from "../../examined.ts";

/** The matchers of a route and of all routes above it. */
const pathMatchers = (route: Route): readonly Matcher[] =>
  route.parent === undefined ? route.matchers : [...pathMatchers(route.parent), ...route.matchers];

const ancestors = (route: Route): readonly Route[] =>
  route.parent === undefined ? [] : [route.parent, ...ancestors(route.parent)];

const reachedRoutes = (routing: Routing): ReadonlySet<Route> =>
  new Set(
    routing
      .deliveries()
      .flatMap(({ proofs }) => proofs.flatMap(({ outcomes }) => outcomes))
      .flatMap(({ routes }) => routes.flatMap((route) => [route, ...ancestors(route)])),
  );

type Taken = { readonly alert: ExaminedAlert; readonly witness: Labels };

/** An alert with the labels of the route, which therefore another route takes: one that has them for certain, if any. */
const takenElsewhere = (routing: Routing, route: Route): Taken | undefined => {
  const matchers = pathMatchers(route);
  let possible: Taken | undefined;
  for (const { alert } of routing.deliveries()) {
    for (const labels of alert.arriving()) {
      const witness = witnessOf(withMatchers(labels, matchers));
      if (witness === undefined) continue;
      const certain = matchers.every(
        (matcher) => implies(constraintOf(labels, matcher.name), matcher).kind === "implied",
      );
      if (certain) return { alert, witness };
      possible ??= { alert, witness };
    }
  }
  return possible;
};

const matchersText = (matchers: readonly Matcher[]): string =>
  matchers.map(formatMatcher).join(", ");

const nameOf = (alert: ExaminedAlert): string => alert.rule.name.text;

const discovery = (routing: Routing, route: Route): Discovery => {
  const place = routing.writtenOf(route).place;
  const subject = route.receiver;
  const taken = takenElsewhere(routing, route);
  if (taken === undefined) {
    return {
      place,
      subject,
      severity: "warning",
      message: `no alert of this set reaches this route to "${route.receiver}": none has ${matchersText(pathMatchers(route))}`,
      help: "correct the matchers, or remove the route",
    };
  }
  const takers = matchRoutes(routing.root, taken.witness);
  const [taker] = takers;
  const line = taker === undefined ? 0 : routing.writtenOf(taker).place.line;
  return {
    place,
    subject,
    message: `no alert of this set reaches this route to "${route.receiver}"\n${nameOf(taken.alert)} has its labels and stops at the route on line ${line}, to "${taker?.receiver}"`,
    help: "put this route before that one and give it `continue: true`, or nest it",
    counterexample: {
      kind: "labels",
      labels: taken.witness,
      receivers: takers.map(({ receiver }) => receiver),
    },
  };
};

const find = function* ({ alerts, routings }: Examined): Iterable<Discovery> {
  if (alerts.length === 0) return;
  for (const routing of routings) {
    const reached = reachedRoutes(routing);
    for (const route of routing.routes) {
      const isTopmost = route.parent !== undefined && reached.has(route.parent);
      if (isTopmost && !reached.has(route)) yield discovery(routing, route);
    }
  }
};

export const routeUnreachable: Check = {
  name: "route-unreachable",
  severity: "error",
  title: "A route that no alert of the set reaches",
  find,
};
