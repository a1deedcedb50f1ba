import {
  type Outcome,
  proveRoutes,
  type RouteProof,
} from "../../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Moment } from "../../../alertmanager/time-interval/moments.ts";
import { valuesOf } from "../../../labels/language.ts";
import { constraintOf, withMatchers } from "../../../labels/symbolic-labels.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert, Routing } from "../../examined.ts";
import type { Settings } from "../../settings.ts";
import { alertPlace } from "./alert-place.ts";
import { type Arrival, arrivalsOf } from "./arrivals.ts";
import { isExpectedWitness } from "./expected-labels.ts";
import { lostArrivals } from "./lost-alerts.ts";
import { momentsIn, momentText, momentWords, mutedWords } from "./notifying-times.ts";
import { mayWake, type PagerGap, type PagerJudge, pagerGaps } from "./pager-gaps.ts";
import { receiverNamed, receiverText, receiverWaking } from "./pagers.ts";
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

const goesText = (
  { routing, settings }: PagerJudge,
  routes: readonly Route[],
  moment: Moment | undefined,
): string => {
  if (moment === undefined) {
    const names = [...new Set(routes.map(({ receiver }) => receiver))];
    return `it goes to ${listText(names.map((name) => receiverText(routing, name)))}, which wakes nobody`;
  }
  return routes
    .filter((route) => mayWake(route, { routing, settings }))
    .map(
      (route) =>
        `${routeText(routing, route)}, to "${route.receiver}", is ${mutedWords(route, moment)} then`,
    )
    .join("; ");
};

/** Whether some of these receivers is a mailbox, which wakes nobody unless the phone is told to. */
const hasMailbox = (routing: Routing, routes: readonly Route[]): boolean =>
  routes.some(({ receiver }) =>
    receiverNamed(routing, receiver)?.integrations.some(({ kind }) => kind === "email"),
  );

type Found = {
  readonly alert: ExaminedAlert;
  readonly outcome: Outcome;
  readonly gap: PagerGap;
  readonly isProven: boolean;
};

const discovery = (judge: PagerJudge, { alert, outcome, gap, isProven }: Found): Discovery => {
  const { routing, settings } = judge;
  const { routes, witness } = outcome;
  const [route] = routes;
  const { moment, everywhere } = gap;
  const when = moment === undefined ? "" : ` at ${momentWords(moment.at)}`;
  const at = route === undefined ? "" : ` at ${routeText(routing, route)}`;
  return {
    place: alertPlace(alert, settings.severityLabel),
    subject: alertName(alert),
    severity: everywhere && isProven && !hasMailbox(routing, routes) ? "error" : "warning",
    message: `${alertName(alert)} is as urgent as can be and ${everywhere ? "wakes" : "may wake"} nobody${when}\n${goesText(judge, routes, moment)}`,
    help:
      moment === undefined
        ? `send it to a receiver that wakes somebody${at}; where one of these does, name it under \`pagers\` in tocsin-check.yaml`
        : "take the time interval from that route, or let a second route wake somebody at the other times",
    counterexample: {
      kind: "labels",
      labels: witness,
      receivers: routes.map(({ receiver }) => receiver),
      ...(moment === undefined ? {} : { at: momentText(moment.at) }),
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

/** The first gap with a label set that can be expected. */
const foundIn = (
  examined: Examined,
  { alert, labels, proof }: Arrival,
  gaps: readonly PagerGap[],
): Found | undefined => {
  for (const gap of gaps) {
    for (const way of gap.ways) {
      const outcome = proof.outcomes[way];
      if (outcome === undefined) continue;
      if (gap.everywhere || isExpectedWitness(examined, labels, outcome.witness)) {
        return { alert, outcome, gap, isProven: proof.complete };
      }
    }
  }
  return undefined;
};

/** What says that the pager is down cannot go there; told-only-through-itself sees to where it goes. */
const isAboutPager = ({ query }: ExaminedAlert): boolean =>
  query !== undefined &&
  selectorsOf(query.expr).some(({ metric }) => metric === "tocsin_accepting");

const findAmong = function* (
  judge: PagerJudge,
  urgent: readonly Arrival[],
  examined: Examined,
): Iterable<Discovery> {
  const gapsKnown = new Map<RouteProof["ways"], readonly PagerGap[]>();
  // Of those that nobody hears of at all, alert-to-nowhere tells.
  const told = new Set(lostArrivals(judge.routing, examined).map(({ arrival }) => arrival.alert));
  for (const arrival of urgent) {
    for (const proof of urgentProofs(judge.routing, arrival, judge.settings)) {
      if (told.has(arrival.alert)) break;
      const gaps = gapsKnown.get(proof.ways) ?? pagerGaps(proof.ways, judge);
      gapsKnown.set(proof.ways, gaps);
      const found = foundIn(examined, { ...arrival, proof }, gaps);
      if (found === undefined) continue;
      told.add(arrival.alert);
      yield discovery(judge, found);
    }
  }
};

const findIn = function* (routing: Routing, examined: Examined): Iterable<Discovery> {
  const { settings, today } = examined;
  const urgent = arrivalsOf(routing).all.filter(
    ({ alert }) => alert.urgency() === 0 && !isAboutPager(alert),
  );
  if (urgent.length === 0) return;
  if (hasAnyPager(routing, settings)) {
    yield* findAmong({ routing, settings, moments: momentsIn(routing, today) }, urgent, examined);
  } else {
    yield withoutPagers(routing, urgent);
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
