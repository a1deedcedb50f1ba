import type { Receiver } from "../../../alertmanager/config/config.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import { type MessageData, messageData } from "../../../alertmanager/template/message-data.ts";
import { lazy } from "../../../lib/lazy.ts";
import type { Examined, ExaminedAlert, Routing } from "../../examined.ts";
import { arrivalsAt } from "../routes/arrivals.ts";
import { receiverNamed } from "../routes/pagers.ts";
import { alertName } from "../routes/route-text.ts";
import {
  companions,
  foreignSample,
  routeSamples,
  SAMPLE_TIME,
  type Sample,
  sampleGroupLabels,
} from "./sample-alerts.ts";

/** Alerts that one notification tells of. */
export type SampleGroup = {
  /** What kind of group it is, as a noun phrase for messages. */
  readonly name: string;
  readonly route: Route;
  readonly samples: readonly Sample[];
  readonly hasResolved: boolean;
  readonly data: MessageData;
};

/** A receiver that routes lead to, and what it may be told. */
export type Recipient = {
  readonly routing: Routing;
  readonly receiver: Receiver;
  readonly routes: readonly Route[];
  /** Whose alerts it is told; none where the set has no rules or none of them gets there. */
  readonly rules: readonly ExaminedAlert[];
  /** Their names. */
  readonly alerts: readonly string[];
  readonly groups: () => readonly SampleGroup[];
};

const MINUTE_MS = 60_000;
const AGE_MS = 10 * MINUTE_MS;
const ALERTMANAGER_URL = "http://alertmanager.example.com";
const PROMETHEUS_URL = "http://prometheus.example.com/graph?g0.expr=up&g0.tab=1";

type Fate = "firing" | "resolved";

const alertOf = ({ labels, annotations }: Sample, fate: Fate) => ({
  labels,
  annotations,
  startsAt: SAMPLE_TIME - AGE_MS,
  endsAt: fate === "resolved" ? SAMPLE_TIME - MINUTE_MS : undefined,
  generatorUrl: PROMETHEUS_URL,
});

const groupOf = (
  name: string,
  route: Route,
  alerts: readonly { readonly sample: Sample; readonly fate: Fate }[],
): SampleGroup => ({
  name,
  route,
  samples: alerts.map(({ sample }) => sample),
  hasResolved: alerts.some(({ fate }) => fate === "resolved"),
  data: messageData({
    alerts: alerts.map(({ sample, fate }) => alertOf(sample, fate)),
    groupLabels: alerts[0] === undefined ? {} : sampleGroupLabels(route, alerts[0].sample),
    receiver: route.receiver,
    externalUrl: ALERTMANAGER_URL,
    now: SAMPLE_TIME,
  }),
});

const mixed = (samples: readonly Sample[]) =>
  samples.map((sample, index) => ({
    sample,
    fate: index % 2 === 0 ? ("firing" as const) : ("resolved" as const),
  }));

const firing = (sample: Sample) => ({ sample, fate: "firing" as const });
const resolved = (sample: Sample) => ({ sample, fate: "resolved" as const });

/** Notifications that the route may send: of one alert, of many, of some or all resolved. */
const groupsOf = (routing: Routing, route: Route, examined: Examined): readonly SampleGroup[] => {
  const found = routeSamples(routing, route, examined);
  const samples = found.length === 0 ? [foreignSample(route)] : found;
  const groups = samples.map((sample) => groupOf("one alert", route, [firing(sample)]));
  for (const [index, sample] of samples.entries()) {
    const isFirst = index === 0;
    if (isFirst) groups.push(groupOf("one resolved alert", route, [resolved(sample)]));
    // What differs between rules shows in the groups of the first one.
    const others = companions({ routing, route, examined }, sample, isFirst ? samples : []);
    if (others.length === 0) continue;
    const many = [sample, ...others];
    groups.push(groupOf("several alerts", route, many.map(firing)));
    if (isFirst) groups.push(groupOf("firing and resolved alerts", route, mixed(many)));
  }
  return groups;
};

/** Routes that group alike tell of the same kinds of groups. */
const MOST_ROUTES = 4;

const recipientOf = (
  routing: Routing,
  { receiver, routes }: { readonly receiver: Receiver; readonly routes: readonly Route[] },
  examined: Examined,
): Recipient => {
  const reached = routes.filter((route) => arrivalsAt(routing, route).length > 0);
  const told = reached.length === 0 ? routes : reached;
  const rules = new Set(
    reached.flatMap((route) => arrivalsAt(routing, route).map(({ alert }) => alert)),
  );
  return {
    routing,
    receiver,
    routes: told,
    rules: [...rules],
    alerts: [...new Set(Array.from(rules, alertName))],
    groups: lazy(() =>
      told.slice(0, MOST_ROUTES).flatMap((route) => groupsOf(routing, route, examined)),
    ),
  };
};

const recipientsIn = function* (routing: Routing, examined: Examined): Iterable<Recipient> {
  const routesTo = new Map<string, Route[]>();
  for (const route of routing.routes) {
    const known = routesTo.get(route.receiver);
    if (known === undefined) routesTo.set(route.receiver, [route]);
    else known.push(route);
  }
  for (const [name, routes] of routesTo) {
    const receiver = receiverNamed(routing, name);
    if (receiver !== undefined) yield recipientOf(routing, { receiver, routes }, examined);
  }
};

const known = new WeakMap<Examined, readonly Recipient[]>();

/** Every receiver that some route leads to. */
export const recipientsOf = (examined: Examined): readonly Recipient[] => {
  const found =
    known.get(examined) ??
    examined.routings.flatMap((routing) => [...recipientsIn(routing, examined)]);
  known.set(examined, found);
  return found;
};

/** What the integration is told: without resolved alerts where it does not send them. */
export const groupsToldTo = (
  { groups }: Recipient,
  { sendResolved }: { readonly sendResolved: boolean },
): readonly SampleGroup[] => groups().filter(({ hasResolved }) => sendResolved || !hasResolved);
