import { reachOf } from "../../../alertmanager/proof/reach.ts";
import { proveRoutes } from "../../../alertmanager/proof/route-proof.ts";
import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Labels } from "../../../labels/labels.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import { withMatchers } from "../../../labels/symbolic-labels.ts";
import type { Routing } from "../../examined.ts";
import { pathMatchers } from "./route-text.ts";

/** Why no label set at all gets to a route. */
export type Shadow =
  /** Its matchers exclude one another, or those of the routes above it. */
  | { readonly kind: "contradiction" }
  /** Earlier routes take whatever passes them; the label set is one of these. */
  | { readonly kind: "taken"; readonly takers: readonly Route[]; readonly witness: Labels };

const ANY_LABELS: SymbolicLabels = { known: {}, others: "possible" };

/** Labels and routes that examples of what is taken may be sought among in one tree, about two seconds. */
const MOST_EFFORT = 5_000_000;

type Effort = { spent: number; readonly unknown: Set<Route> };

const efforts = new WeakMap<Route, Effort>();

const effortOf = ({ root }: Routing): Effort => {
  const known = efforts.get(root) ?? { spent: 0, unknown: new Set<Route>() };
  efforts.set(root, known);
  return known;
};

/** Which routes take what the unreached one is for. */
const explain = (routing: Routing, route: Route): Shadow => {
  const { question, root } = routing;
  const { outcomes, complete } = proveRoutes(
    question,
    withMatchers(ANY_LABELS, pathMatchers(route)),
  );
  const [outcome] = outcomes;
  if (outcome === undefined) return { kind: "contradiction" };
  const { witness, routes } = outcome;
  return { kind: "taken", takers: complete ? routes : matchRoutes(root, witness), witness };
};

const compute = (routing: Routing, route: Route): Shadow | undefined => {
  const { question, routes } = routing;
  const reach = reachOf(question)[route.index];
  if (reach === "reached") return undefined;
  const effort = effortOf(routing);
  if (reach === "unreached" && effort.spent <= MOST_EFFORT) {
    effort.spent += question.labels.length + routes.length;
    return explain(routing, route);
  }
  effort.unknown.add(route);
  return undefined;
};

const computed = new WeakMap<Route, { readonly shadow: Shadow | undefined }>();

/** Undefined when some label set gets to the route, or to one below it, or when that is not known. */
export const shadowOf = (routing: Routing, route: Route): Shadow | undefined => {
  const known = computed.get(route) ?? { shadow: compute(routing, route) };
  computed.set(route, known);
  return known.shadow;
};

/** Routes of which, when asked, it was not found out whether some label set gets there. */
export const notFoundOut = (routing: Routing): ReadonlySet<Route> => effortOf(routing).unknown;
