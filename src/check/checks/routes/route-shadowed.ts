import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { matchersText, pathMatchers, routeText } from "./route-text.ts";
import { notFoundOut, type Shadow, shadowOf } from "./shadow.ts";

const contradiction = (routing: Routing, route: Route): Discovery => ({
  place: routing.writtenOf(route).place,
  subject: route.receiver,
  message: `no alert can ever reach this route to "${route.receiver}": no label set passes ${matchersText(pathMatchers(route))}, its own matchers and those of the routes above it`,
  help: "correct the matchers, or move the route to where its alerts get to",
});

/** Whether the alerts are told the same way to the same receiver, so that nothing is lost. */
const isSameDelivery = (a: Route, b: Route): boolean =>
  a.receiver === b.receiver &&
  a.muteTimeIntervals.join() === b.muteTimeIntervals.join() &&
  a.activeTimeIntervals.join() === b.activeTimeIntervals.join();

const taken = (
  routing: Routing,
  route: Route,
  { takers, witness }: Shadow & { readonly kind: "taken" },
): Discovery => {
  const place = routing.writtenOf(route).place;
  const [taker] = takers;
  const by = taker === undefined ? "an earlier one" : routeText(routing, taker, place);
  return {
    place,
    subject: route.receiver,
    severity: takers.some((one) => isSameDelivery(one, route)) ? "warning" : "error",
    message: `no alert can ever reach this route to "${route.receiver}": earlier routes without \`continue\` take every label set that it is for\n${by}, to "${taker?.receiver}", takes the one below`,
    help: "put the route before those, give them `continue: true`, or remove it",
    counterexample: {
      kind: "labels",
      labels: witness,
      receivers: takers.map(({ receiver }) => receiver),
    },
  };
};

const unknown = (routing: Routing, count: number): Discovery => ({
  place: routing.writtenOf(routing.root).place,
  subject: routing.root.receiver,
  severity: "info",
  message: `these routes have more cases than were looked at: of ${count} of them it is not known whether earlier ones take all that they are for`,
  help: "test fewer labels in routes side by side, or with shorter expressions, or nest the routes",
});

const find = function* ({ routings }: Examined): Iterable<Discovery> {
  for (const routing of routings) {
    for (const route of routing.routes) {
      if (route.parent === undefined || shadowOf(routing, route.parent) !== undefined) continue;
      const shadow = shadowOf(routing, route);
      if (shadow === undefined) continue;
      yield shadow.kind === "contradiction"
        ? contradiction(routing, route)
        : taken(routing, route, shadow);
    }
    const { size } = notFoundOut(routing);
    if (size > 0) yield unknown(routing, size);
  }
};

export const routeShadowed: Check = {
  name: "route-shadowed",
  severity: "error",
  title: "A route that no alert can reach, whatever its labels",
  find,
};
