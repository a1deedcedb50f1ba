import { createEventQueue, type EventQueue } from "../alertmanager/notification/event-queue.ts";
import type { Webhook } from "../alertmanager/webhook.ts";
import type { Instant } from "../lib/clock.ts";
import type { Catalog } from "../model/catalog.ts";
import { decide, type Input, open, type PageOutcome } from "./decide.ts";
import type { Effect } from "./decision.ts";
import type { PageOf } from "./event.ts";
import { type ReceivedAlert, receive } from "./reception.ts";
import { evolve, type Incident, type Recorded } from "./state.ts";

/** One message of an Alertmanager, when it came. */
export type Arrival = { readonly at: Instant; readonly webhook: Webhook };

export type ReplaySettings = {
  readonly catalog: Catalog;
  /** How a page ends, at once. */
  readonly outcomeOf: (page: PageOf) => PageOutcome;
  /** How long after a page was accepted its person acknowledges; never without it. */
  readonly acknowledgedAfterMs: number | undefined;
  /** What comes due later is left. */
  readonly until: Instant;
};

/** An incident with all that happened to it, in the order of time. */
export type ReplayedIncident = { incident: Incident; readonly history: Recorded[] };

type Due = { readonly at: Instant; readonly of: ReplayedIncident; readonly input: Input };

/** Incidents that are open, found as the store finds them: by an alert that they hold, or by their key. */
const createOpenIncidents = () => {
  const byFingerprint = new Map<string, ReplayedIncident>();
  const byKey = new Map<string, ReplayedIncident>();
  const isOpen = (found: ReplayedIncident | undefined): found is ReplayedIncident =>
    found !== undefined && found.incident.status !== "resolved";
  return {
    find: ({ fingerprint, incidentKey }: ReceivedAlert): ReplayedIncident | undefined => {
      const holder = byFingerprint.get(fingerprint);
      if (isOpen(holder)) return holder;
      const sameKey = byKey.get(incidentKey);
      return isOpen(sameKey) ? sameKey : undefined;
    },
    keep: (of: ReplayedIncident): void => {
      byKey.set(of.incident.key, of);
      for (const fingerprint of Object.keys(of.incident.alerts)) byFingerprint.set(fingerprint, of);
    },
  };
};

type Play = {
  readonly settings: ReplaySettings;
  readonly incidents: ReplayedIncident[];
  readonly openOnes: ReturnType<typeof createOpenIncidents>;
  readonly queue: EventQueue<Due>;
};

const perform = (
  { settings, queue }: Play,
  of: ReplayedIncident,
  { effects, at }: { readonly effects: readonly Effect[]; readonly at: Instant },
): void => {
  const { acknowledgedAfterMs } = settings;
  for (const effect of effects) {
    if (effect.type === "start-timer") {
      queue.add({ at: effect.at, of, input: effect.input });
      continue;
    }
    const { page } = effect;
    const result = settings.outcomeOf(page);
    queue.add({ at, of, input: { type: "page-outcome", page, result } });
    if (acknowledgedAfterMs === undefined || result.outcome !== "accepted") continue;
    const input = { type: "acknowledge", by: page.person, via: "replay" } as const;
    queue.add({ at: at + acknowledgedAfterMs, of, input });
  }
};

const take = (play: Play, { of, input, at }: Due): void => {
  // Whoever comes second finds it done.
  if (input.type === "acknowledge" && of.incident.status !== "triggered") return;
  const decision = decide(of.incident, input, { now: at, catalog: play.settings.catalog });
  if (decision.kind === "refused") return;
  const happened = decision.events.map((event) => ({ at, event }));
  of.history.push(...happened);
  of.incident = evolve(of.incident, happened) ?? of.incident;
  play.openOnes.keep(of);
  perform(play, of, { effects: decision.effects, at });
};

const openFor = (play: Play, alerts: readonly ReceivedAlert[], at: Instant): void => {
  const number = play.incidents.length + 1;
  const around = { now: at, catalog: play.settings.catalog };
  const decision = open({ id: `replay-${number}`, number }, receivedInput(alerts), around);
  if (decision.kind === "refused") return;
  const history = decision.events.map((event) => ({ at, event }));
  const incident = evolve(null, history);
  if (incident === null) return;
  const of = { incident, history };
  play.incidents.push(of);
  play.openOnes.keep(of);
  perform(play, of, { effects: decision.effects, at });
};

const receivedInput = (alerts: readonly ReceivedAlert[]) => ({
  type: "alerts-received" as const,
  alerts,
  lives: {},
});

const arrive = (play: Play, { at, webhook }: Arrival): void => {
  const { alerts } = receive(webhook, play.settings.catalog, at);
  for (const [of, own] of Map.groupBy(alerts, (alert) => play.openOnes.find(alert))) {
    if (of !== undefined) {
      take(play, { of, input: receivedInput(own), at });
      continue;
    }
    for (const fresh of Map.groupBy(own, ({ incidentKey }) => incidentKey).values()) {
      openFor(play, fresh, at);
    }
  }
};

const workUntil = (play: Play, moment: Instant): void => {
  const { queue } = play;
  for (let due = queue.peek(); due !== undefined && due.at <= moment; due = queue.peek()) {
    queue.take();
    take(play, due);
  }
};

/**
 * Plays what Alertmanagers told through the engine, with a clock of its own: timers come due at their time and pages
 * end at once. Every reported resolve is believed, as of a source that has no watchdog.
 */
export const replayIncidents = (
  arrivals: Iterable<Arrival>,
  settings: ReplaySettings,
): readonly ReplayedIncident[] => {
  const play: Play = {
    settings,
    incidents: [],
    openOnes: createOpenIncidents(),
    queue: createEventQueue(),
  };
  for (const arrival of arrivals) {
    workUntil(play, arrival.at);
    arrive(play, arrival);
  }
  workUntil(play, settings.until);
  return play.incidents;
};
