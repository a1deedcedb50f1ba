import { proveRoutes, type RouteProof } from "../../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Moment } from "../../../alertmanager/time-interval/moments.ts";
import { valuesOf } from "../../../labels/language.ts";
import { constraintOf, withMatchers } from "../../../labels/symbolic-labels.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import type { Settings } from "../../settings.ts";
import { alertPlace } from "./alert-place.ts";
import { type Arrival, arrivalsOf } from "./arrivals.ts";
import { lostArrivals } from "./lost-alerts.ts";
import { momentsIn, momentText, momentWords, mutedWords, notifiesAt } from "./notifying-times.ts";
import { dropsOnPurpose, receiverNamed, receiverText, receiverWaking } from "./pagers.ts";
import { alertName, listText, routeText } from "./route-text.ts";

/** How many values a severity may have to be looked at. */
const MOST_SEVERITIES = 20;

/** Of the label sets of an arrival those that are most urgent, proven; undefined when none is for certain. */
const urgentProofs = (
  routing: Routing,
  { labels, proof }: Arrival,
  settings: Settings,
): readonly RouteProof[] => {
  const name = settings.severityLabel;
  const [most = []] = settings.severities;
  const values = valuesOf(constraintOf(labels, name), MOST_SEVERITIES) ?? [];
  const urgent = values.filter((value) => most.includes(value));
  if (urgent.length === values.length) return urgent.length === 0 ? [] : [proof];
  return urgent.map((value) =>
    proveRoutes(routing.question, withMatchers(labels, [{ name, operator: "=", value }])),
  );
};

/** The way on which nobody is woken, at that moment and maybe at all. */
type Gap = {
  readonly way: number;
  readonly moment: Moment | undefined;
  /** Whether nobody is woken on any other way either. */
  readonly everywhere: boolean;
};

type Judge = {
  readonly routing: Routing;
  readonly settings: Settings;
  readonly moments: readonly Moment[];
};

/** Whether the receiver wakes somebody, may do, or is not meant to tell anybody. */
const isAccepted = (route: Route, { routing, settings }: Judge): boolean => {
  if (dropsOnPurpose(route, settings)) return true;
  const found = receiverNamed(routing, route.receiver);
  return found === undefined || receiverWaking(found, settings) !== "quiet";
};

const gapOf = (ways: RouteProof["ways"], judge: Judge): Gap | undefined => {
  const accepted = ways.map(({ routes }) => routes.filter((route) => isAccepted(route, judge)));
  const never = accepted.findIndex((routes) => routes.length === 0);
  if (never >= 0) {
    const everywhere = accepted.every((routes) => routes.length === 0);
    return { way: never, moment: undefined, everywhere };
  }
  for (const moment of judge.moments) {
    const isSilent = (routes: readonly Route[]) =>
      !routes.some((route) => notifiesAt(route, moment));
    const way = accepted.findIndex(isSilent);
    if (way >= 0) return { way, moment, everywhere: accepted.every(isSilent) };
  }
  return undefined;
};

const goesText = (
  { routing, settings }: Judge,
  routes: readonly Route[],
  moment: Moment | undefined,
): string => {
  if (moment === undefined) {
    const names = [...new Set(routes.map(({ receiver }) => receiver))];
    return `it goes to ${listText(names.map((name) => receiverText(routing, name)))}, which wakes nobody`;
  }
  return routes
    .filter((route) => isAccepted(route, { routing, settings, moments: [] }))
    .map(
      (route) =>
        `${routeText(routing, route)}, to "${route.receiver}", is ${mutedWords(route, moment)} then`,
    )
    .join("; ");
};

const discovery = (
  judge: Judge,
  { alert, proof }: Pick<Arrival, "alert" | "proof">,
  gap: Gap,
): Discovery => {
  const outcome = proof.outcomes[gap.way];
  const routes = outcome?.routes ?? [];
  const [route] = routes;
  const when = gap.moment === undefined ? "" : ` at ${momentWords(gap.moment.at)}`;
  const may = gap.everywhere ? "wakes nobody" : "may wake nobody";
  const at = route === undefined ? "" : ` at ${routeText(judge.routing, route)}`;
  return {
    place: alertPlace(alert, judge.settings.severityLabel),
    subject: alertName(alert),
    severity: gap.everywhere && proof.complete ? "error" : "warning",
    message: `${alertName(alert)} is as urgent as can be and ${may}${when}\n${goesText(judge, routes, gap.moment)}`,
    help:
      gap.moment === undefined
        ? `send it to a receiver that wakes somebody${at}; where one of these does, name it under \`pagers\` in tocsin-check.yaml`
        : "take the time interval from that route, or let a second route wake somebody at the other times",
    counterexample: {
      kind: "labels",
      labels: outcome?.witness ?? {},
      receivers: routes.map(({ receiver }) => receiver),
      ...(gap.moment === undefined ? {} : { at: momentText(gap.moment.at) }),
    },
  };
};

const hasAnyPager = ({ config }: Routing, settings: Settings): boolean =>
  config.receivers.some((receiver) => receiverWaking(receiver, settings) !== "quiet");

const withoutPagers = (routing: Routing, urgent: readonly Arrival[]): Discovery => ({
  place: routing.writtenOf(routing.root).place,
  subject: routing.config.file,
  severity: "warning",
  message: `no receiver of this configuration wakes anybody, and these alerts are as urgent as can be: ${listText([...new Set(urgent.map(({ alert }) => alertName(alert)))])}`,
  help: "add a receiver that wakes somebody; where one of these does, name it under `pagers` in tocsin-check.yaml",
});

const findIn = function* (routing: Routing, examined: Examined): Iterable<Discovery> {
  const { settings, today } = examined;
  const urgent = arrivalsOf(routing).all.filter(({ alert }) => alert.urgency() === 0);
  if (urgent.length === 0) return;
  if (!hasAnyPager(routing, settings)) {
    yield withoutPagers(routing, urgent);
    return;
  }
  const judge = { routing, settings, moments: momentsIn(routing, today) };
  const gaps = new Map<RouteProof["ways"], { readonly gap: Gap | undefined }>();
  // Of those that nobody hears of at all, alert-to-nowhere tells.
  const told = new Set(lostArrivals(routing, examined).map(({ arrival }) => arrival.alert));
  for (const arrival of urgent) {
    for (const proof of urgentProofs(routing, arrival, settings)) {
      const { gap } = gaps.get(proof.ways) ?? { gap: gapOf(proof.ways, judge) };
      gaps.set(proof.ways, { gap });
      if (gap === undefined || told.has(arrival.alert)) continue;
      told.add(arrival.alert);
      yield discovery(judge, { alert: arrival.alert, proof }, gap);
    }
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) yield* findIn(routing, examined);
};

export const criticalWithoutPager: Check = {
  name: "critical-without-pager",
  severity: "error",
  title: "An alert of the most urgent severity that wakes nobody",
  find,
};
