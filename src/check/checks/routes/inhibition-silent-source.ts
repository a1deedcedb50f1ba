import type { PairClass, Side } from "../../../alertmanager/proof/inhibition-proof.ts";
import { proveRoutes } from "../../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { type NearPair, pairWitness } from "./inhibition-deadness.ts";
import { firingTogether } from "./inhibition-timeline.ts";
import { gravestRank, isNamedSignal } from "./inhibition-urgency.ts";
import {
  type Inhibition,
  inhibitionSubject,
  inhibitionsOf,
  sideNames,
  sidePlace,
} from "./inhibitions.ts";
import { momentsIn, notifiesAt } from "./notifying-times.ts";
import { receiverNamed } from "./pagers.ts";
import { listText } from "./route-text.ts";
import { silenceOf, silenceSubject } from "./silence-reach.ts";

/** Why nobody hears of an alert. */
type Silenced = { readonly why: string; readonly isBySilence: boolean };

type Surroundings = { readonly routing: Routing; readonly examined: Examined };

const tellsNobody = (route: Route, { routing, examined }: Surroundings): boolean =>
  examined.settings.silent.includes(route.receiver) ||
  receiverNamed(routing, route.receiver)?.integrations.length === 0;

const neverNotifies = (route: Route, { routing, examined }: Surroundings): boolean =>
  !momentsIn(routing, examined.today).some((moment) => notifiesAt(route, moment));

const quietRoutesKnown = new WeakMap<Routing, ReadonlySet<Route>>();

/** Routes by which nobody is told of anything. */
const quietRoutes = (at: Surroundings): ReadonlySet<Route> => {
  const known =
    quietRoutesKnown.get(at.routing) ??
    new Set(at.routing.routes.filter((one) => tellsNobody(one, at) || neverNotifies(one, at)));
  quietRoutesKnown.set(at.routing, known);
  return known;
};

/** Why nobody is told of any of these alerts, whatever their labels. */
const silencedBy = (side: Side, at: Surroundings): Silenced | undefined => {
  const silence = silenceOf(at.examined, side.alert);
  if (silence !== undefined) {
    return { why: `${silenceSubject(silence)} silences it`, isBySilence: true };
  }
  const quiet = quietRoutes(at);
  if (quiet.size === 0) return undefined;
  const { ways, complete } = proveRoutes(at.routing.question, side.labels);
  const routes = [...new Set(ways.flatMap((way) => way.routes))];
  if (!complete || routes.length === 0 || !routes.every((route) => quiet.has(route))) {
    return undefined;
  }
  const names = listText([...new Set(routes.map(({ receiver }) => `"${receiver}"`))]);
  const why = routes.every((route) => tellsNobody(route, at))
    ? `it goes to ${names}, which reaches nobody`
    : `its routes to ${names} are muted at all times`;
  return { why, isBySilence: false };
};

type Muffling = NearPair & { readonly silenced: Silenced; readonly rank: number | undefined };

/** Alerts of one class that are looked at. */
const MOST_OF_A_CLASS = 50;

const mufflingIn = (
  inhibition: Inhibition,
  { sources, targets, isCertain }: PairClass,
  examined: Examined,
): readonly Muffling[] => {
  if (!isCertain) return [];
  const at = { routing: inhibition.routing, examined };
  const rankOf = (side: Side) => gravestRank(side, examined);
  const heard = targets
    .filter((side) => rankOf(side) !== examined.settings.severities.length - 1)
    .toSorted((a, b) => (rankOf(a) ?? 99) - (rankOf(b) ?? 99))
    .slice(0, MOST_OF_A_CLASS)
    .find((side) => silencedBy(side, at) === undefined);
  if (heard === undefined) return [];
  return sources.slice(0, MOST_OF_A_CLASS).flatMap((source) => {
    const silenced = silencedBy(source, at);
    if (silenced === undefined) return [];
    const pair = pairWitness(inhibition, source, heard);
    return pair === undefined ? [] : [{ ...pair, silenced, rank: rankOf(heard) }];
  });
};

const discoveryOf = (inhibition: Inhibition, examined: Examined): Discovery | undefined => {
  const all = inhibition.proof
    .pairs()
    .classes.flatMap((pairs) => mufflingIn(inhibition, pairs, examined));
  const [gravest] = all.toSorted((a, b) => (a.rank ?? 99) - (b.rank ?? 99));
  if (gravest === undefined) return undefined;
  const { source, target, silenced, rank } = gravest;
  const [one = "a source"] = sideNames(inhibition, [source]);
  const [other = "a target"] = sideNames(inhibition, [target]);
  const sources = sideNames(
    inhibition,
    all.map((each) => each.source),
  );
  const more = sources.length > 1 ? `\nit is so of ${listText(sources)}` : "";
  const isGrave = rank === 0 && !isNamedSignal(inhibition, source, examined);
  return {
    place: sidePlace(inhibition, "source"),
    subject: inhibitionSubject(inhibition),
    severity: isGrave ? "error" : "warning",
    message: `nobody hears of ${one}, and it keeps back ${other}: ${silenced.why}, and inhibition does not ask for that${more}`,
    help: silenced.isBySilence
      ? `silence ${other} too if that is meant, or let the silence end`
      : `deliver ${one} to somebody, or leave it out of the sources`,
    ...(silenced.isBySilence ? {} : firingTogether(examined, inhibition, gravest.witnesses)),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const inhibition of inhibitionsOf(examined)) {
    const found = discoveryOf(inhibition, examined);
    if (found !== undefined) yield found;
  }
};

export const inhibitionSilentSource: Check = {
  name: "inhibition-silent-source",
  severity: "error",
  title: "An inhibition by which an alert that nobody hears of keeps back others",
  find,
};
