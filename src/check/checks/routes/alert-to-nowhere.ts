import { onlyValue } from "../../../labels/language.ts";
import { constraintOf } from "../../../labels/symbolic-labels.ts";
import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { alertPlace } from "./alert-place.ts";
import { type Arrival, arrivalsOf } from "./arrivals.ts";
import { namedValues } from "./carried-values.ts";
import { type LostArrival, lostArrivals } from "./lost-alerts.ts";
import { momentsIn, momentText } from "./notifying-times.ts";
import { alertName, listText, routeText } from "./route-text.ts";

const lost = (
  routing: Routing,
  { arrival: { alert, proof }, loss }: LostArrival,
  { settings, today }: Examined,
): Discovery => {
  const [outcome] = proof.outcomes;
  const [route] = loss.routes;
  const [moment] = momentsIn(routing, today);
  const names = [...new Set(loss.routes.map(({ receiver }) => `"${receiver}"`))];
  const where = route === undefined ? "" : routeText(routing, route);
  const isMuted = loss.kind === "muted";
  const isKnown = alert.urgency() !== undefined;
  return {
    place: alertPlace(alert, settings.severityLabel),
    subject: alertName(alert),
    severity: isKnown ? "error" : "warning",
    message: isMuted
      ? `nobody ever hears of ${alertName(alert)}: its routes to ${listText(names)} are muted, or not active, at all times`
      : `nobody ever hears of ${alertName(alert)}: it falls to ${where}, and ${listText(names)} has no integrations`,
    help: isMuted
      ? "let the time intervals of one of its routes leave it some time"
      : "give that receiver an integration, or a route of its own to the alert; where it is meant to reach nobody, name the receiver under `silent` in tocsin-check.yaml",
    counterexample: {
      kind: "labels",
      labels: outcome?.witness ?? {},
      receivers: (outcome?.routes ?? []).map(({ receiver }) => receiver),
      ...(isMuted && moment !== undefined ? { at: momentText(moment.at) } : {}),
    },
  };
};

/** Values of the owner label for which the root has routes. */
const ownersRouted = (routing: Routing, ownerLabel: string): readonly string[] => [
  ...new Set(
    routing.root.routes.flatMap(({ matchers }) =>
      matchers.flatMap((matcher) =>
        matcher.name === ownerLabel && matcher.operator.startsWith("=")
          ? (namedValues(matcher) ?? [])
          : [],
      ),
    ),
  ),
];

type Default = { readonly arrival: Arrival; readonly owner: string };

/** The alert when it has an owner for whom there is no route, although there are for others. */
const fallenToDefault = (
  routing: Routing,
  arrival: Arrival,
  { ownerLabel, owners }: { readonly ownerLabel: string; readonly owners: readonly string[] },
): Default | undefined => {
  const isDefault = arrival.proof.ways.every(({ routes }) => routes[0] === routing.root);
  if (!isDefault || arrival.proof.ways.length === 0) return undefined;
  const owner = onlyValue(constraintOf(arrival.labels, ownerLabel));
  return owner === undefined || owner === "" || owners.includes(owner)
    ? undefined
    : { arrival, owner };
};

const defaulted = (
  routing: Routing,
  { arrival: { alert, proof }, owner }: Default,
  { ownerLabel, owners }: { readonly ownerLabel: string; readonly owners: readonly string[] },
): Discovery => {
  const suggestion = suggestionFor(owner, owners);
  return {
    place: alertPlace(alert, ownerLabel),
    subject: alertName(alert),
    severity: "info",
    message: `${alertName(alert)} has ${ownerLabel}="${owner}", for which there is no route: it falls to ${routeText(routing, routing.root)}, to "${routing.root.receiver}"`,
    help: `${suggestion === undefined ? "" : `did you mean ${suggestion}? `}give ${ownerLabel}="${owner}" a route beside those for ${listText(owners)}`,
    counterexample: {
      kind: "labels",
      labels: proof.outcomes[0]?.witness ?? {},
      receivers: [routing.root.receiver],
    },
  };
};

const findIn = function* (routing: Routing, examined: Examined): Iterable<Discovery> {
  const told = new Set<Arrival["alert"]>();
  for (const one of lostArrivals(routing, examined)) {
    if (told.has(one.arrival.alert)) continue;
    told.add(one.arrival.alert);
    yield lost(routing, one, examined);
  }
  const { ownerLabel } = examined.settings;
  const owners = ownersRouted(routing, ownerLabel);
  if (owners.length < 2) return;
  for (const arrival of arrivalsOf(routing).all) {
    if (told.has(arrival.alert)) continue;
    const fallen = fallenToDefault(routing, arrival, { ownerLabel, owners });
    if (fallen === undefined) continue;
    told.add(arrival.alert);
    yield defaulted(routing, fallen, { ownerLabel, owners });
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) yield* findIn(routing, examined);
};

export const alertToNowhere: Check = {
  name: "alert-to-nowhere",
  severity: "error",
  title: "An alert that nobody ever hears of",
  find,
};
