import type { RouteProof } from "../../../alertmanager/proof/route-proof.ts";
import type { Way } from "../../../alertmanager/proof/ways.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Examined, Routing } from "../../examined.ts";
import { type Arrival, arrivalsOf, type Bundle } from "./arrivals.ts";
import { activityNamed, hasTimes, momentsIn, notifiesAt } from "./notifying-times.ts";
import { dropsOnPurpose, receiverNamed } from "./pagers.ts";

/** Why nobody hears of an alert, whatever its labels. */
export type Loss =
  /** Its receivers have no integrations. */
  | { readonly kind: "empty"; readonly routes: readonly Route[] }
  /** No moment is outside the mute times, or inside the active times, of all its routes. */
  | { readonly kind: "muted"; readonly routes: readonly Route[] };

export type LostArrival = { readonly arrival: Arrival; readonly loss: Loss };

type Surroundings = { readonly routing: Routing; readonly examined: Examined };

const isEmpty = ({ receiver }: Route, { routing }: Surroundings): boolean =>
  receiverNamed(routing, receiver)?.integrations.length === 0;

/** Severities of the last level are told apart from lost: that nobody is told is what they are for. */
const isUnimportant = ({ alert }: Arrival, { examined }: Surroundings): boolean =>
  alert.urgency() === examined.settings.severities.length - 1;

/** Time intervals that are always or never active have checks of their own. */
const isExplained = (
  { muteTimeIntervals, activeTimeIntervals }: Route,
  { routing, examined }: Surroundings,
): boolean =>
  muteTimeIntervals.some((name) => activityNamed(routing, name, examined.today) === "always") ||
  (activeTimeIntervals.length > 0 &&
    activeTimeIntervals.every((name) => activityNamed(routing, name, examined.today) === "never"));

const routesOf = (ways: readonly Way[]): readonly Route[] => [
  ...new Set(ways.flatMap(({ routes }) => routes)),
];

const lossOf = (ways: RouteProof["ways"], at: Surroundings): Loss | undefined => {
  const routes = routesOf(ways);
  if (routes.length === 0) return undefined;
  if (routes.every((route) => isEmpty(route, at))) {
    return routes.every((route) => dropsOnPurpose(route, at.examined.settings))
      ? undefined
      : { kind: "empty", routes };
  }
  const loud = routes.filter((route) => !isEmpty(route, at));
  if (!loud.every(hasTimes) || loud.some((route) => isExplained(route, at))) return undefined;
  const moments = momentsIn(at.routing, at.examined.today);
  const isHeard = moments.some((moment) => loud.some((route) => notifiesAt(route, moment)));
  return isHeard ? undefined : { kind: "muted", routes: loud };
};

const lostOf = ({ ways, arrivals }: Bundle, at: Surroundings): readonly LostArrival[] => {
  const loss = lossOf(ways, at);
  if (loss === undefined) return [];
  return arrivals
    .filter((arrival) => arrival.proof.complete && !isUnimportant(arrival, at))
    .map((arrival) => ({ arrival, loss }));
};

const computed = new WeakMap<Routing, readonly LostArrival[]>();

/** Alerts of the set that nobody ever hears of. */
export const lostArrivals = (routing: Routing, examined: Examined): readonly LostArrival[] => {
  const known =
    computed.get(routing) ??
    arrivalsOf(routing).bundles.flatMap((bundle) => lostOf(bundle, { routing, examined }));
  computed.set(routing, known);
  return known;
};
