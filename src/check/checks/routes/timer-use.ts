import type { WrittenRoute } from "../../../alertmanager/config/config.ts";
import { proveRoutes } from "../../../alertmanager/proof/route-proof.ts";
import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Moment } from "../../../alertmanager/time-interval/moments.ts";
import type { Labels } from "../../../labels/labels.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import { withMatchers } from "../../../labels/symbolic-labels.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { ExaminedAlert, Routing } from "../../examined.ts";
import { arrivalsAt } from "./arrivals.ts";
import { varyingLabel } from "./grouping.ts";
import { momentText } from "./notifying-times.ts";
import { pathMatchers } from "./route-text.ts";

type Timer = "groupWaitMs" | "groupIntervalMs" | "repeatIntervalMs";

/** The route that says the timer, and those below it that inherit it. */
export const inheritors = (routing: Routing, route: Route, timer: Timer): readonly Route[] => [
  route,
  ...route.routes
    .filter((child) => saysNothing(routing.writtenOf(child), timer))
    .flatMap((child) => inheritors(routing, child, timer)),
];

const saysNothing = (written: WrittenRoute, timer: Timer): boolean => written[timer] === undefined;

/** A label set that the route delivers; of an alert of the set, where one gets there. */
export type Delivered = {
  readonly route: Route;
  readonly labels: Labels;
  readonly alert: ExaminedAlert | undefined;
};

/** Every alert of Prometheus has a name. */
const ANY_ALERT: SymbolicLabels = {
  known: { alertname: [{ operator: "!=", value: "" }] },
  others: "possible",
};

/** Any label set that the route delivers, although no alert of the set has it. */
const imagined = (routing: Routing, route: Route): Delivered | undefined => {
  const labels = withMatchers(ANY_ALERT, pathMatchers(route));
  const { outcomes } = proveRoutes(routing.question, labels);
  const outcome = outcomes.find(({ routes }) => routes.includes(route));
  return outcome && { route, labels: outcome.witness, alert: undefined };
};

/** One of the alerts that the route delivers, or any label set where none gets there. */
export const deliveredBy = (routing: Routing, route: Route): Delivered | undefined => {
  const [arrival] = arrivalsAt(routing, route);
  const outcome = arrival?.proof.outcomes.find(({ routes }) => routes.includes(route));
  if (arrival === undefined || outcome === undefined) return imagined(routing, route);
  return { route, labels: outcome.witness, alert: arrival.alert };
};

/** Several alerts that come into one group, and the label by which they differ. */
export type Burst = Delivered & { readonly label: string };

const burstAt = (routing: Routing, route: Route): Burst | "single" | undefined => {
  if (route.groupBy === "all") return "single";
  const arrivals = arrivalsAt(routing, route);
  for (const arrival of arrivals) {
    const label = varyingLabel(arrival, route.groupBy);
    const outcome = arrival.proof.outcomes.find(({ routes }) => routes.includes(route));
    if (label === undefined || outcome === undefined) continue;
    return { route, label, labels: outcome.witness, alert: arrival.alert };
  }
  return arrivals.length > 0 ? "single" : undefined;
};

/**
 * A burst that one of the routes delivers. Undefined when each of their groups can only ever have one alert, as that
 * of a watchdog; one that is imagined where no alert of the set gets to them, unless they are for alerts by name.
 */
export const burstOf = (routing: Routing, routes: readonly Route[]): Burst | undefined => {
  let isSingle = false;
  for (const route of routes) {
    const burst = burstAt(routing, route);
    if (typeof burst === "object") return burst;
    isSingle ||= burst === "single";
  }
  if (isSingle) return undefined;
  for (const route of routes) {
    if (route.groupBy === "all" || pathMatchers(route).some(({ name }) => name === "alertname")) {
      continue;
    }
    const { groupBy } = route;
    const label = ["instance", "pod", "device"].find((name) => !groupBy.includes(name));
    const found = imagined(routing, route);
    if (found !== undefined && label !== undefined) return { ...found, label };
  }
  return undefined;
};

/** The label set with the receivers that amtool prints for it, at a moment. */
export const deliveryExample = (
  routing: Routing,
  route: Route,
  moment: Moment | undefined,
): { readonly counterexample?: Counterexample } => {
  const delivered = deliveredBy(routing, route);
  if (delivered === undefined) return {};
  return {
    counterexample: {
      kind: "labels",
      labels: delivered.labels,
      receivers: matchRoutes(routing.root, delivered.labels).map(({ receiver }) => receiver),
      ...(moment === undefined ? {} : { at: momentText(moment.at) }),
    },
  };
};
