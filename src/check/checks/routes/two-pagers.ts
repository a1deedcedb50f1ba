import type { RouteProof } from "../../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Moment } from "../../../alertmanager/time-interval/moments.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import type { Settings } from "../../settings.ts";
import { alertPlace } from "./alert-place.ts";
import { type Arrival, arrivalsOf } from "./arrivals.ts";
import { isExpectedWitness } from "./expected-labels.ts";
import { hasTimes, momentsIn, momentText, notifiesAt } from "./notifying-times.ts";
import { receiverNamed, receiverText, receiverWaking } from "./pagers.ts";
import { alertName, listText, routeText } from "./route-text.ts";

type Twice = {
  readonly way: number;
  readonly routes: readonly Route[];
  readonly moment: Moment | undefined;
  /** Whether it is so whatever its labels. */
  readonly everywhere: boolean;
};

type Judge = {
  readonly routing: Routing;
  readonly settings: Settings;
  readonly moments: readonly Moment[];
};

const isPager = ({ receiver }: Route, { routing, settings }: Judge): boolean => {
  const found = receiverNamed(routing, receiver);
  return found !== undefined && receiverWaking(found, settings) === "wakes";
};

/** Two or more pagers of a way that notify at the same time, and when. */
const pagersOf = (
  routes: readonly Route[],
  judge: Judge,
): { readonly routes: readonly Route[]; readonly moment: Moment | undefined } | undefined => {
  const pagers = routes.filter((route) => isPager(route, judge));
  if (pagers.length < 2) return undefined;
  if (!pagers.some(hasTimes)) return { routes: pagers, moment: undefined };
  for (const moment of judge.moments) {
    const notifying = pagers.filter((route) => notifiesAt(route, moment));
    if (notifying.length > 1) return { routes: notifying, moment };
  }
  return undefined;
};

/** More ways than this are not tried one after another. */
const MOST_WAYS = 20;

const twicesOf = (ways: RouteProof["ways"], judge: Judge): readonly Twice[] => {
  const found = ways.map(({ routes }) => pagersOf(routes, judge));
  const everywhere = !found.includes(undefined);
  return found
    .flatMap((pagers, way) => (pagers === undefined ? [] : [{ way, ...pagers, everywhere }]))
    .slice(0, MOST_WAYS);
};

const discovery = (judge: Judge, { alert, proof }: Arrival, twice: Twice): Discovery => {
  const outcome = proof.outcomes[twice.way];
  const names = twice.routes.map(
    (route) =>
      `${receiverText(judge.routing, route.receiver)} by ${routeText(judge.routing, route)}`,
  );
  return {
    place: alertPlace(alert, judge.settings.severityLabel),
    subject: alertName(alert),
    severity: twice.everywhere ? "warning" : "info",
    message: `${alertName(alert)} ${twice.everywhere ? "pages" : "may page"} ${twice.routes.length} times at once: ${listText(names)}\nwhoever answers first leaves the others ringing`,
    help: "let one of the routes stop it: remove `continue: true`, or narrow the matchers of the other",
    counterexample: {
      kind: "labels",
      labels: outcome?.witness ?? {},
      receivers: (outcome?.routes ?? []).map(({ receiver }) => receiver),
      ...(twice.moment === undefined ? {} : { at: momentText(twice.moment.at) }),
    },
  };
};

const findIn = function* (routing: Routing, examined: Examined): Iterable<Discovery> {
  const { settings, today } = examined;
  const judge = { routing, settings, moments: momentsIn(routing, today) };
  const told = new Set<Arrival["alert"]>();
  for (const { ways, arrivals } of arrivalsOf(routing).bundles) {
    const twices = twicesOf(ways, judge);
    for (const arrival of twices.length === 0 ? [] : arrivals) {
      const { alert, labels, proof } = arrival;
      const twice = twices.find(
        ({ way, everywhere }) =>
          everywhere || isExpectedWitness(examined, labels, proof.outcomes[way]?.witness ?? {}),
      );
      if (twice === undefined || told.has(alert)) continue;
      told.add(alert);
      yield discovery(judge, arrival, twice);
    }
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) yield* findIn(routing, examined);
};

export const twoPagers: Check = {
  name: "two-pagers",
  severity: "warning",
  title: "An alert that pages twice at once",
  find,
};
