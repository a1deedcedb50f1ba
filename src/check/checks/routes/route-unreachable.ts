import { passing } from "../../../alertmanager/proof/class-set.ts";
import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Labels } from "../../../labels/labels.ts";
import { implies } from "../../../labels/language.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import { withMatchers, witnessOf } from "../../../labels/symbolic-labels.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert, Routing } from "../../examined.ts";
import { type Arrival, arrivalsOf } from "./arrivals.ts";
import { impassableMatchers } from "./carried-values.ts";
import {
  alertName,
  ancestors,
  listText,
  matchersText,
  pathMatchers,
  routeText,
} from "./route-text.ts";
import { shadowOf } from "./shadow.ts";

type Taken = { readonly alert: ExaminedAlert; readonly witness: Labels; readonly certain: boolean };

const pathTests = ({ question }: Routing, route: Route) =>
  [route, ...ancestors(route)].flatMap(({ index }) => question.tests[index] ?? []);

/** An alert with the labels of the route, which therefore another route takes: one that has them for certain, if any. */
const takenElsewhere = (routing: Routing, route: Route): Taken | undefined => {
  const tests = pathTests(routing, route);
  let possible: { readonly arrival: Arrival; readonly certain: boolean } | undefined;
  for (const { arrivals } of arrivalsOf(routing).bundles) {
    const [arrival] = arrivals;
    const passes = arrival === undefined ? "none" : passing(arrival.proof.asked, tests);
    if (arrival === undefined || passes === "none") continue;
    possible ??= { arrival, certain: false };
    if (passes === "some") continue;
    possible = { arrival, certain: true };
    break;
  }
  if (possible === undefined) return undefined;
  const { arrival, certain } = possible;
  const witness = witnessOf(withMatchers(arrival.labels, pathMatchers(route)));
  return witness && { alert: arrival.alert, witness, certain };
};

/** Whether whatever gets to the route that takes the alert has the labels of the unreachable one too. */
const isMoreSpecific = (taker: Route, matchers: readonly Matcher[]): boolean => {
  const own = pathMatchers(taker);
  return matchers.every(
    (matcher) =>
      implies(
        own.filter(({ name }) => name === matcher.name),
        matcher,
      ).kind === "implied",
  );
};

/** Whether some alert gets to the receiver by another route. */
const isServedElsewhere = (routing: Routing, route: Route): boolean => {
  for (const reached of arrivalsOf(routing).byRoute.keys()) {
    if (reached.receiver === route.receiver) return true;
  }
  return false;
};

const severityOf = (
  routing: Routing,
  route: Route,
  { taken, taker }: { taken: Taken; taker: Route },
) => {
  if (isMoreSpecific(taker, pathMatchers(route))) return "info";
  return taken.certain && !isServedElsewhere(routing, route) ? "error" : "warning";
};

const nothingPasses = (routing: Routing, route: Route): Discovery => ({
  place: routing.writtenOf(route).place,
  subject: route.receiver,
  severity: "warning",
  message: `no alert of this set reaches this route to "${route.receiver}": none has ${matchersText(pathMatchers(route))} together`,
  help: "correct the matchers, or remove the route",
});

const discovery = (routing: Routing, route: Route): Discovery => {
  const place = routing.writtenOf(route).place;
  const taken = takenElsewhere(routing, route);
  const takers = taken === undefined ? [] : matchRoutes(routing.root, taken.witness);
  const [taker] = takers;
  if (taken === undefined || taker === undefined) return nothingPasses(routing, route);
  const has = taken.certain ? "has its labels and stops" : "may have its labels and then stops";
  return {
    place,
    subject: route.receiver,
    severity: severityOf(routing, route, { taken, taker }),
    message: `no alert of this set reaches this route to "${route.receiver}"\n${alertName(taken.alert)} ${has} at ${routeText(routing, taker, place)}, to "${taker.receiver}"${taker.matchers.length === 0 ? "" : ` (${matchersText(taker.matchers)})`}`,
    help: "put this route before that one and give it `continue: true`, or nest it below that one",
    counterexample: {
      kind: "labels",
      labels: taken.witness,
      receivers: takers.map(({ receiver }) => receiver),
    },
  };
};

/** Whether another check says why nothing gets there: the labels are nobody's, or other routes take every label set. */
const isExplained = (routing: Routing, route: Route): boolean =>
  impassableMatchers(routing, route).length > 0 || shadowOf(routing, route) !== undefined;

const incomplete = (routing: Routing): Discovery => {
  const names = arrivalsOf(routing).all.filter(({ proof }) => !proof.complete);
  return {
    place: routing.writtenOf(routing.root).place,
    subject: routing.root.receiver,
    severity: "info",
    message: `alerts can take more ways through these routes than were looked at, so that routes without any alert cannot be told\nit is so for ${listText([...new Set(names.map(({ alert }) => alertName(alert)))])}`,
    help: "test fewer labels with expressions side by side, or nest the routes",
  };
};

const find = function* ({ alerts, routings }: Examined): Iterable<Discovery> {
  if (alerts.length === 0) return;
  for (const routing of routings) {
    const { reached, complete } = arrivalsOf(routing);
    if (!complete) {
      yield incomplete(routing);
      continue;
    }
    for (const route of routing.routes) {
      const isTopmost = route.parent !== undefined && reached.has(route.parent);
      if (isTopmost && !reached.has(route) && !isExplained(routing, route)) {
        yield discovery(routing, route);
      }
    }
  }
};

export const routeUnreachable: Check = {
  name: "route-unreachable",
  severity: "error",
  title: "A route that no alert of the set reaches",
  find,
};
