import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { type Arrival, arrivalsAt, arrivalsOf } from "./arrivals.ts";
import { alertsOf, groupingRoute, sharedValue, subjectLabels, valueFor } from "./grouping.ts";
import { receiverNamed, receiverWaking } from "./pagers.ts";
import { keyPlace } from "./route-place.ts";
import { alertName, listText } from "./route-text.ts";
import { timelineOf } from "./timeline.ts";

/** Whether all these alerts, whatever they are about, make a single group of the route. */
const isOneGroup = ({ groupBy }: Route, arrivals: readonly Arrival[]): boolean =>
  groupBy !== "all" && groupBy.every((label) => sharedValue(arrivals, label) !== undefined);

/** What the alerts are about, when they are about different things for certain. */
type Subjects = { readonly label: string; readonly first: Arrival; readonly other: Arrival };

const subjectsOf = (arrivals: readonly Arrival[], { settings }: Examined): Subjects | undefined => {
  for (const label of subjectLabels(settings.ownerLabel)) {
    const first = arrivals.find(({ labels }) => (valueFor(labels, label) ?? "") !== "");
    if (first === undefined) continue;
    const value = valueFor(first.labels, label);
    const other = arrivals.find(
      ({ labels, alert }) =>
        alert !== first.alert && ![undefined, "", value].includes(valueFor(labels, label)),
    );
    if (other !== undefined) return { label, first, other };
  }
  return undefined;
};

/** The second alert comes when the group has had its first turn, and waits for the next. */
const waiting = (examined: Examined, routing: Routing, { route, subjects }: At) => {
  const witnesses = [subjects.first, subjects.other].map(
    ({ proof }) => proof.outcomes.find(({ routes }) => routes.includes(route))?.witness ?? {},
  );
  const [first = {}, other = {}] = witnesses;
  const secondMs = route.groupWaitMs + Math.min(1000, route.groupIntervalMs / 2);
  return timelineOf(examined, routing, {
    events: [
      { atMs: 0, labels: first, state: "firing" },
      { atMs: secondMs, labels: other, state: "firing" },
    ],
    untilMs: route.groupWaitMs + route.groupIntervalMs + 1000,
  });
};

type At = { readonly route: Route; readonly saying: Route; readonly subjects: Subjects };

const discovery = (examined: Examined, routing: Routing, at: At): Discovery => {
  const { route, saying, subjects } = at;
  const { label } = subjects;
  const receiver = receiverNamed(routing, route.receiver);
  const wakes = receiver !== undefined && receiverWaking(receiver, examined.settings) === "wakes";
  const names = [subjects.first, subjects.other].map(
    ({ alert, labels }) => `${alertName(alert)} (${label}="${valueFor(labels, label)}")`,
  );
  const counterexample = waiting(examined, routing, at);
  return {
    place: keyPlace(routing.writtenOf(saying), "group_by", "receiver"),
    subject: route.receiver,
    severity: wakes ? "warning" : "info",
    message: `everything for "${route.receiver}" is one group: ${listText(names)} are told in one message\nwhat comes second waits for \`group_interval\`, and a pager that has the group open already may not ring again`,
    help: `group by what tells them apart, such as \`group_by: [alertname, ${label}]\``,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const findIn = function* (examined: Examined, routing: Routing): Iterable<Discovery> {
  const told = new Set<Route>();
  for (const route of arrivalsOf(routing).byRoute.keys()) {
    const saying = groupingRoute(routing, route);
    if (route.groupBy === "all" || route.groupBy.includes("alertname") || told.has(saying))
      continue;
    if (receiverNamed(routing, route.receiver)?.integrations.length === 0) continue;
    const arrivals = arrivalsAt(routing, route);
    if (alertsOf(arrivals).length < 2 || !isOneGroup(route, arrivals)) continue;
    const subjects = subjectsOf(arrivals, examined);
    if (subjects === undefined) continue;
    told.add(saying);
    yield discovery(examined, routing, { route, saying, subjects });
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) yield* findIn(examined, routing);
};

export const groupingCoarse: Check = {
  name: "grouping-coarse",
  severity: "warning",
  title: "Alerts about different things are told as one",
  find,
};
