import type { RouteProof } from "../../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import type { ExaminedAlert, Routing } from "../../examined.ts";
import { ancestors } from "./route-text.ts";

/** One branch of an alert's query and what becomes of it. */
export type Arrival = {
  readonly alert: ExaminedAlert;
  readonly labels: SymbolicLabels;
  readonly proof: RouteProof;
};

/** Arrivals that take the same ways. */
export type Bundle = {
  readonly ways: RouteProof["ways"];
  readonly arrivals: readonly Arrival[];
};

export type Arrivals = {
  readonly all: readonly Arrival[];
  readonly bundles: readonly Bundle[];
  /** Routes that some alert may be delivered by, with what may be. */
  readonly byRoute: ReadonlyMap<Route, readonly Bundle[]>;
  /** These routes and all above them. */
  readonly reached: ReadonlySet<Route>;
  /** False when some alert may take other ways than were found. */
  readonly complete: boolean;
};

const arrivalsIn = (routing: Routing): Arrival[] =>
  routing.deliveries().flatMap(({ alert, proofs }) =>
    alert.arriving().flatMap((labels, branch) => {
      const proof = proofs[branch];
      return proof === undefined ? [] : [{ alert, labels, proof }];
    }),
  );

const bundled = (all: readonly Arrival[]): readonly Bundle[] => {
  const byWays = new Map<RouteProof["ways"], Arrival[]>();
  for (const arrival of all) {
    const { ways } = arrival.proof;
    const known = byWays.get(ways);
    if (known === undefined) byWays.set(ways, [arrival]);
    else known.push(arrival);
  }
  return Array.from(byWays, ([ways, arrivals]) => ({ ways, arrivals }));
};

const compute = (routing: Routing): Arrivals => {
  const all = arrivalsIn(routing);
  const bundles = bundled(all);
  const byRoute = new Map<Route, Bundle[]>();
  for (const bundle of bundles) {
    for (const route of new Set(bundle.ways.flatMap(({ routes }) => routes))) {
      const known = byRoute.get(route);
      if (known === undefined) byRoute.set(route, [bundle]);
      else known.push(bundle);
    }
  }
  const reached = new Set<Route>();
  for (const route of byRoute.keys()) {
    reached.add(route);
    for (const above of ancestors(route)) reached.add(above);
  }
  return { all, bundles, byRoute, reached, complete: all.every(({ proof }) => proof.complete) };
};

const computed = new WeakMap<Routing, Arrivals>();

/** What all alerts of the set do in this Alertmanager. */
export const arrivalsOf = (routing: Routing): Arrivals => {
  const known = computed.get(routing) ?? compute(routing);
  computed.set(routing, known);
  return known;
};

/** Whatever may be delivered by the route. */
export const arrivalsAt = (routing: Routing, route: Route): readonly Arrival[] =>
  (arrivalsOf(routing).byRoute.get(route) ?? []).flatMap(({ arrivals }) => arrivals);
