import { knownFingerprintOf } from "../../alertmanager/notification/alert.ts";
import { type AlertTransition, postsOf } from "../../alertmanager/notification/alert-transition.ts";
import type { Notification } from "../../alertmanager/notification/notification.ts";
import { setupOf } from "../../alertmanager/notification/setup-of-config.ts";
import { simulateOutcomes } from "../../alertmanager/notification/simulate.ts";
import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import { relabel } from "../../prometheus/relabel.ts";
import { isTocsin, receiverNamed, receiverWaking } from "../checks/routes/pagers.ts";
import type { Examined, ExaminedAlert, Routing } from "../examined.ts";
import { readSilences } from "../explain/read-silences.ts";
import type { Past } from "./plan.ts";
import type { Firing } from "./replay-alert.ts";

/** A firing with its rule, as it arrives at Alertmanager. */
export type ArrivedFiring = Firing & {
  readonly alert: ExaminedAlert;
  /** With external labels and after relabelling, which may drop it. */
  readonly arriving: Labels | undefined;
};

/** Something that somebody reads or hears: one group told to one receiver. */
export type Message = {
  readonly at: Instant;
  readonly receiver: string;
  readonly notification: Notification;
  /** A page rings, a ticket waits to be read, an update changes what was paged already and rings nobody. */
  readonly kind: "page" | "ticket" | "update";
  /** What it tells of that fires. */
  readonly about: readonly ArrivedFiring[];
  readonly isToTocsin: boolean;
};

export const arrivingAs = (
  labels: Labels,
  { prometheus }: Pick<Examined, "prometheus">,
): Labels | undefined => {
  if (prometheus === undefined) return labels;
  const external = prometheus.externalLabels.map(({ name, value }) => [name.text, value.text]);
  return relabel({ ...Object.fromEntries(external), ...labels }, prometheus.alertRelabelConfigs);
};

/** A time during which an alert fires for Alertmanager, be it by several rules. */
type Stretch = {
  readonly firedAt: Instant;
  /** Infinite while it goes on. */
  endsAt: Instant;
  readonly firings: ArrivedFiring[];
};

/** All that is one alert for Alertmanager, in the order of time. */
type SameAlert = { readonly labels: Labels; readonly stretches: Stretch[] };

/** A firing that goes on is sent again soon after another one of the same labels was resolved. */
const addTo = (stretches: Stretch[], firing: ArrivedFiring): void => {
  const { firedAt, resolvedAt: endsAt = Number.POSITIVE_INFINITY } = firing;
  const last = stretches.at(-1);
  if (last === undefined || firedAt >= last.endsAt) {
    stretches.push({ firedAt, endsAt, firings: [firing] });
    return;
  }
  last.endsAt = Math.max(last.endsAt, endsAt);
  last.firings.push(firing);
};

const sameAlerts = (firings: readonly ArrivedFiring[]): Map<string, SameAlert> => {
  const known = new Map<string, SameAlert>();
  for (const firing of firings.toSorted((a, b) => a.firedAt - b.firedAt)) {
    const { arriving: labels } = firing;
    if (labels === undefined) continue;
    const fingerprint = knownFingerprintOf(labels);
    const same = known.get(fingerprint) ?? { labels, stretches: [] };
    known.set(fingerprint, same);
    addTo(same.stretches, firing);
  }
  return known;
};

/** What is posted to Alertmanager of these alerts, in the order of time. */
const transitionsOf = (alerts: Iterable<SameAlert>): AlertTransition[] =>
  [...alerts]
    .flatMap(({ labels, stretches }) =>
      stretches.flatMap(({ firedAt, endsAt }) => [
        { at: firedAt, labels, state: "firing" as const },
        { at: endsAt, labels, state: "resolved" as const },
      ]),
    )
    .filter(({ at }) => Number.isFinite(at))
    .toSorted((a, b) => a.at - b.at);

/** The last stretch that has begun by then. */
const stretchAt = (stretches: readonly Stretch[], at: Instant): Stretch | undefined => {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((stretches[middle]?.firedAt ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1];
};

/** What a notification of a firing alert tells of: several firings where rules give the same labels at once. */
const firingsAt = (same: SameAlert | undefined, at: Instant): readonly ArrivedFiring[] => {
  const { firings = [] } = stretchAt(same?.stretches ?? [], at) ?? {};
  const begun = firings.filter(({ firedAt }) => firedAt <= at);
  const going = begun.filter(({ resolvedAt }) => resolvedAt === undefined || resolvedAt > at);
  // The group's turn may come just before the news that the alert is over.
  return going.length > 0 ? going : begun.filter(({ resolvedAt }) => resolvedAt === at);
};

/** Services that make one incident of all messages with the same key, and ring once for it. */
const RINGS_ONCE = new Set(["pagerduty", "opsgenie", "victorops", "incidentio"]);

const isUrgent = (firings: readonly ArrivedFiring[]): boolean =>
  firings.some(({ alert }) => alert.urgency() === 0);

type Reader = { readonly routing: Routing; readonly examined: Examined };

const messageOf = (
  notification: Notification,
  about: readonly ArrivedFiring[],
  { routing, examined: { settings } }: Reader,
): Message | undefined => {
  const { at, receiver: name, integration, reason } = notification;
  const receiver = receiverNamed(routing, name);
  if (receiver === undefined || about.length === 0 || settings.silent.includes(name))
    return undefined;
  const waking = receiverWaking(receiver, settings);
  const isToTocsin = receiver.integrations.some(isTocsin);
  const rings = waking === "wakes" || (waking === "unknown" && isUrgent(about));
  const isNews = reason === "first notification";
  const ringsOnce = isToTocsin || RINGS_ONCE.has(integration.kind);
  const ringing = ringsOnce && !isNews ? "update" : "page";
  return { at, receiver: name, notification, about, isToTocsin, kind: rings ? ringing : "ticket" };
};

const RANK = { page: 2, ticket: 1, update: 0 } as const;

/** A receiver that is told by several integrations at once is told once, by the loudest of them. */
const loudest = (messages: readonly Message[]): Message[] => {
  const byTurn = new Map<string, Message>();
  for (const message of messages) {
    const { notification, receiver } = message;
    const key = `${notification.group.key} ${receiver} ${notification.group.route.index} ${Math.floor(message.at / 1000)}`;
    const known = byTurn.get(key);
    if (known === undefined || RANK[message.kind] > RANK[known.kind]) byTurn.set(key, message);
  }
  return [...byTurn.values()];
};

/** What Alertmanagers told people, and what they told Tocsin, resolves among it; both in the order of time. */
export type Deliveries = {
  readonly messages: readonly Message[];
  readonly toTocsin: readonly Notification[];
};

type Around = { readonly examined: Examined; readonly past: Past };

const isForTocsin = ({ receiver, integration }: Notification, routing: Routing): boolean => {
  const found = receiverNamed(routing, receiver)?.integrations.find(
    ({ kind, index }) => kind === integration.kind && index === integration.index,
  );
  return found !== undefined && isTocsin(found);
};

/** Everything that one Alertmanager would have told of the firings. */
const deliveriesOf = (
  firings: readonly ArrivedFiring[],
  routing: Routing,
  { examined, past }: Around,
): Deliveries => {
  const { silences } = readSilences(examined.evidence.silences);
  const version = examined.settings.alertmanagerVersion;
  const setup = setupOf(routing.config, { version, silences, startedAt: past.from });
  const alerts = sameAlerts(firings);
  const posts = postsOf(transitionsOf(alerts.values()));
  const messages: Message[] = [];
  const toTocsin: Notification[] = [];
  for (const outcome of simulateOutcomes(setup, posts, past.to)) {
    if (outcome.kind !== "sent") continue;
    if (isForTocsin(outcome, routing)) toTocsin.push(outcome);
    const about = outcome.alerts.flatMap((alert) =>
      alert.status === "firing" ? firingsAt(alerts.get(alert.fingerprint), outcome.at) : [],
    );
    const message = messageOf(outcome, about, { routing, examined });
    if (message !== undefined) messages.push(message);
  }
  return { messages: loudest(messages), toTocsin };
};

/** What all Alertmanagers that were given would have told. */
export const deliver = (
  firings: readonly ArrivedFiring[],
  routings: readonly Routing[],
  around: Around,
): Deliveries => {
  const all = routings.map((routing) => deliveriesOf(firings, routing, around));
  const inOrder = <One extends { readonly at: Instant }>(ones: readonly One[]): One[] =>
    ones.toSorted((a, b) => a.at - b.at);
  return {
    messages: inOrder(all.flatMap(({ messages }) => messages)),
    toTocsin: inOrder(all.flatMap(({ toTocsin }) => toTocsin)),
  };
};
