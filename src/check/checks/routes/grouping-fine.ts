import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Labels } from "../../../labels/labels.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, Routing } from "../../examined.ts";
import { type Arrival, arrivalsOf, type Bundle } from "./arrivals.ts";
import { busiestSubject } from "./busiest-subject.ts";
import { alertsOf, groupingRoute, varyingLabel } from "./grouping.ts";
import { isTocsin, receiverNamed, receiverWaking } from "./pagers.ts";
import { keyPlace } from "./route-place.ts";
import { alertName, listText } from "./route-text.ts";
import { instancesOf, timelineOf } from "./timeline.ts";

/** Labels that every instance has its own value of. */
const PER_INSTANCE = ["instance", "pod", "container", "pod_name", "container_id", "device"];

/** So many alerts of one service are no accident. */
const FEWEST_ALERTS = 2;

type At = { readonly examined: Examined; readonly routing: Routing; readonly route: Route };

/** Whether each group of the route is a page; Tocsin puts groups together by itself. */
const pagesByGroup = ({ examined, routing, route }: At): boolean => {
  const receiver = receiverNamed(routing, route.receiver);
  return (
    receiver !== undefined &&
    receiverWaking(receiver, examined.settings) === "wakes" &&
    !receiver.integrations.some(isTocsin)
  );
};

const witnessAt = ({ route }: At, { proof }: Arrival): Labels =>
  proof.outcomes.find(({ routes }) => routes.includes(route))?.witness ?? {};

/** All of it happens at once. */
const atOnce = (
  { examined, routing, route }: At,
  all: readonly Labels[],
): { readonly counterexample?: Counterexample } => {
  const counterexample = timelineOf(examined, routing, {
    events: all.map((labels) => ({ atMs: 0, labels, state: "firing" as const })),
    untilMs: route.groupWaitMs + 1000,
  });
  return counterexample === undefined ? {} : { counterexample };
};

/** The first arrival at the route of which that is so. */
const firstArrival = (
  bundles: readonly Bundle[],
  is: (arrival: Arrival) => boolean,
): Arrival | undefined => {
  for (const { arrivals } of bundles) {
    const found = arrivals.find(is);
    if (found !== undefined) return found;
  }
  return undefined;
};

const perInstance = (at: At, bundles: readonly Bundle[]): Discovery | undefined => {
  const { routing, route } = at;
  const names = route.groupBy === "all" ? undefined : route.groupBy;
  const label = names?.find((name) => PER_INSTANCE.includes(name));
  if (names !== undefined && label === undefined) return undefined;
  const isPlural = (arrival: Arrival): boolean => {
    const by = varyingLabel(arrival);
    return by !== undefined && (label === undefined || by === label);
  };
  const plural = firstArrival(bundles, isPlural);
  const by = plural && varyingLabel(plural);
  if (plural === undefined || by === undefined) return undefined;
  return {
    place: keyPlace(routing.writtenOf(groupingRoute(routing, route)), "group_by"),
    subject: route.receiver,
    message: `"${route.receiver}" is paged for every ${by} apart: when ten of them fail together, as ${alertName(plural.alert)} can, the phone rings ten times`,
    help: "group by what fails together, such as `group_by: [alertname, service]`; the message lists the instances",
    ...atOnce(at, instancesOf(witnessAt(at, plural), by, 3)),
  };
};

const SERVICE_LABELS = ["service", "app", "job"];

/** One cause often fires several alerts of a service; by alertname each is a page of its own. */
const perAlert = (at: At, bundles: readonly Bundle[]): Discovery | undefined => {
  const { routing, route } = at;
  if (route.groupBy === "all" || !route.groupBy.includes("alertname")) return undefined;
  for (const label of SERVICE_LABELS) {
    const most = busiestSubject(bundles, label);
    const alerts = alertsOf(most?.arrivals ?? []);
    if (most === undefined || alerts.length < FEWEST_ALERTS) continue;
    const firsts = alerts.flatMap(
      (alert) => most.arrivals.find((one) => one.alert === alert) ?? [],
    );
    return {
      place: keyPlace(routing.writtenOf(groupingRoute(routing, route)), "group_by"),
      subject: route.receiver,
      severity: "info",
      message: `one outage of ${most.value} can page "${route.receiver}" ${alerts.length} times: ${listText(alerts.map(alertName))} are grouped by alertname, each a page of its own`,
      help: `page for the symptom only and inhibit or demote the causes, or group by ${label} without alertname`,
      ...atOnce(
        at,
        firsts.map((arrival) => witnessAt(at, arrival)),
      ),
    };
  }
  return undefined;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    for (const [route, bundles] of arrivalsOf(routing).byRoute) {
      const at = { examined, routing, route };
      if (!pagesByGroup(at)) continue;
      const found = perInstance(at, bundles) ?? perAlert(at, bundles);
      if (found !== undefined) yield found;
    }
  }
};

export const groupingFine: Check = {
  name: "grouping-fine",
  severity: "warning",
  title: "One outage is many pages",
  find,
};
