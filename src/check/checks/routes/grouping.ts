import type { Route } from "../../../alertmanager/routing/route.ts";
import { onlyValue } from "../../../labels/language.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import { constraintOf } from "../../../labels/symbolic-labels.ts";
import type { ExaminedAlert, Routing } from "../../examined.ts";
import { type Arrival, arrivalsOf, type Bundle } from "./arrivals.ts";

/** The route that says how alerts of this one are grouped: itself, or the nearest above it that says something. */
export const groupingRoute = (routing: Routing, route: Route): Route => {
  for (let next: Route | undefined = route; next !== undefined; next = next.parent) {
    if (next.parent === undefined || routing.writtenOf(next).groupBy !== undefined) return next;
  }
  return route;
};

/** By the route that says how to group, what is grouped that way. */
export const groupedBy = (routing: Routing): ReadonlyMap<Route, readonly Arrival[]> => {
  const grouped = new Map<Route, Set<Bundle>>();
  for (const [route, bundles] of arrivalsOf(routing).byRoute) {
    const saying = groupingRoute(routing, route);
    const known = grouped.get(saying) ?? new Set<Bundle>();
    grouped.set(saying, known);
    for (const bundle of bundles) known.add(bundle);
  }
  return new Map(
    Array.from(grouped, ([route, bundles]) => [
      route,
      [...bundles].flatMap(({ arrivals }) => arrivals),
    ]),
  );
};

/** The one value that the label has on all these alerts, "" when none has it; undefined when it may differ. */
export const sharedValue = (arrivals: readonly Arrival[], label: string): string | undefined => {
  let shared: string | undefined;
  for (const { labels } of arrivals) {
    const value = valueFor(labels, label);
    if (value === undefined || (shared !== undefined && value !== shared)) return undefined;
    shared = value;
  }
  return shared;
};

/** The value of the label when it can only have one, "" when it is never there. */
export const valueFor = (labels: SymbolicLabels, label: string): string | undefined => {
  const constraint = constraintOf(labels, label);
  const [only] = constraint;
  if (only === undefined) return undefined;
  if (constraint.length > 1 || only.operator.includes("~")) return onlyValue(constraint);
  return only.operator === "=" ? only.value : undefined;
};

/** Labels that tell instances of one thing apart, the most telling first. */
const INSTANCE_LABELS = [
  ...["instance", "pod", "container", "node", "host", "hostname", "device", "mountpoint"],
];

/**
 * A label of which the alert may have several values at once, so that several of it may fire, none of the excluded;
 * undefined when it is always a single alert, for all that is known.
 */
export const varyingLabel = (
  { labels }: Pick<Arrival, "labels">,
  excluded: readonly string[] = [],
): string | undefined => {
  const varies = (label: string): boolean =>
    !excluded.includes(label) && label !== "__name__" && valueFor(labels, label) === undefined;
  return INSTANCE_LABELS.find(varies) ?? Object.keys(labels.known).find(varies);
};

/** The alerts of these arrivals, each once. */
export const alertsOf = (arrivals: readonly Arrival[]): readonly ExaminedAlert[] => [
  ...new Set(arrivals.map(({ alert }) => alert)),
];

/** Labels by which people say what an alert is about. */
export const subjectLabels = (ownerLabel: string): readonly string[] => [
  ...new Set(["service", "app", "component", "job", ownerLabel]),
];
