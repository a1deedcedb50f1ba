import { proveRoutes } from "../../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Labels } from "../../../labels/labels.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import { withMatchers } from "../../../labels/symbolic-labels.ts";
import type { Routing } from "../../examined.ts";
import { isAtOrBelow, pathMatchers } from "./route-text.ts";

/** Why no label set at all gets to a route. */
export type Shadow =
  /** Its matchers exclude one another, or those of the routes above it. */
  | { readonly kind: "contradiction" }
  /** Earlier routes take whatever passes them; the label set is one of these. */
  | { readonly kind: "taken"; readonly takers: readonly Route[]; readonly witness: Labels };

const ANY_LABELS: SymbolicLabels = { known: {}, others: "possible" };

/** Proofs that came to no end; after so many in one tree, nothing more is asked of it. */
const MOST_UNFINISHED = 20;
const unfinished = new WeakMap<Route, number>();

const compute = (routing: Routing, route: Route): Shadow | undefined => {
  const given = unfinished.get(routing.root) ?? 0;
  if (given >= MOST_UNFINISHED) return undefined;
  const labels = withMatchers(ANY_LABELS, pathMatchers(route));
  const { ways, outcomes, complete } = proveRoutes(routing.question, labels);
  if (!complete) {
    unfinished.set(routing.root, given + 1);
    return undefined;
  }
  const isReached = ways.some(({ routes }) => routes.some((one) => isAtOrBelow(one, route)));
  if (isReached) return undefined;
  const [outcome] = outcomes;
  return outcome === undefined
    ? { kind: "contradiction" }
    : { kind: "taken", takers: outcome.routes, witness: outcome.witness };
};

const computed = new WeakMap<Route, { readonly shadow: Shadow | undefined }>();

/** Undefined when some label set gets to the route, or to one below it, or when that is not known. */
export const shadowOf = (routing: Routing, route: Route): Shadow | undefined => {
  const known = computed.get(route) ?? { shadow: compute(routing, route) };
  computed.set(route, known);
  return known.shadow;
};
