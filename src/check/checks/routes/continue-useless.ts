import { laterSiblingOf } from "../../../alertmanager/proof/later-siblings.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { keyPlace } from "./route-place.ts";

const isLast = (route: Route): boolean => route.parent?.routes.at(-1) === route;

const useless = (routing: Routing, route: Route): Discovery => ({
  place: keyPlace(routing.writtenOf(route), "continue"),
  subject: route.receiver,
  message: isLast(route)
    ? "`continue: true` has no effect on the last of its siblings"
    : "`continue: true` has no effect: no later sibling matches anything that this route matches",
  help: "remove it, or move the route before those that its alerts are to reach too",
});

const unknown = (routing: Routing, count: number): Discovery => ({
  place: routing.writtenOf(routing.root).place,
  subject: routing.root.receiver,
  message: `these routes have more cases than were looked at: of ${count} with \`continue: true\` it is not known whether a later sibling matches what they match`,
  help: "test fewer labels in routes side by side, or with shorter expressions, or nest the routes",
});

const ofRouting = function* (routing: Routing): Iterable<Discovery> {
  const { question, routes } = routing;
  // Of labels whose values are not all known, siblings may match more than is seen.
  const isComplete = question.labels.every(({ partition }) => partition.complete);
  let unknowns = 0;
  for (const [place, route] of routes.flatMap((parent) => [...parent.routes.entries()])) {
    const later = route.continues ? laterSiblingOf(question, route, place) : "found";
    if (later === "found") continue;
    if (isLast(route) || (later === "none" && isComplete)) yield useless(routing, route);
    else unknowns += 1;
  }
  if (unknowns > 0) yield unknown(routing, unknowns);
};

const find = function* ({ routings }: Examined): Iterable<Discovery> {
  for (const routing of routings) yield* ofRouting(routing);
};

export const continueUseless: Check = {
  name: "continue-useless",
  severity: "info",
  title: "`continue: true` that leads nowhere",
  find,
};
