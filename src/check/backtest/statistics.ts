import type { Instant } from "../../lib/clock.ts";
import type { ArrivedFiring, Message } from "./deliveries.ts";
import type { AlertReplay } from "./replay-alert.ts";

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

/** What resolves within this after it fired was over before anybody could have done anything. */
export const SELF_RESOLVED_MS = 5 * MINUTE_MS;

/** What fires again within this after it was resolved has flapped. */
export const FLAP_MS = 15 * MINUTE_MS;

/** Somebody's telephone rings. */
export type Ring = { readonly at: Instant; readonly about: readonly ArrivedFiring[] };

export type Told = {
  readonly rings: readonly Ring[];
  readonly messages: readonly (Ring & Pick<Message, "kind">)[];
};

/** What one alert, or all of them, would have cost and brought. */
export type Figures = {
  readonly fired: number;
  /** Times that the condition held for less than `for`. */
  readonly pendingOnly: number;
  readonly pages: number;
  readonly tickets: number;
  readonly pagesPerWeek: number;
  readonly ticketsPerWeek: number;
  /** Pages at night. */
  readonly nightPages: number;
  /** Firings that were resolved within 5 minutes. */
  readonly selfResolved: number;
  /** Firings that began within 15 minutes after the same alert was resolved. */
  readonly flaps: number;
  /** Firings of which nobody was told: inhibited, silenced, muted, resolved too soon, or routed to nobody. */
  readonly untold: number;
  /** Messages about a firing beyond the first, on average over the firings that were told of. */
  readonly duplicatesPerFiring: number;
  /** From the first evaluation that found the condition to the first message, the middle of all; in milliseconds. */
  readonly timeToDetectMs: number | null;
  /** Time during which it fired, in milliseconds. */
  readonly firingMs: number;
};

/** The past in which everything was counted. */
export type Counting = {
  readonly from: Instant;
  readonly to: Instant;
  readonly isNight: (at: Instant) => boolean;
};

/** The middle of several values, the lower one of two; undefined of none. */
export const middleOf = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

const durationOf = ({ firedAt, resolvedAt }: ArrivedFiring, to: Instant): number =>
  (resolvedAt ?? to) - firedAt;

/** Whether nobody could have done anything about it. */
export const isSelfResolved = ({
  firedAt,
  resolvedAt,
}: Pick<ArrivedFiring, "firedAt" | "resolvedAt">): boolean =>
  resolvedAt !== undefined && resolvedAt - firedAt <= SELF_RESOLVED_MS;

const flapsIn = (firings: readonly ArrivedFiring[]): number => {
  const lastEnd = new Map<string, Instant>();
  let flaps = 0;
  for (const { labels, firedAt, resolvedAt } of firings.toSorted((a, b) => a.firedAt - b.firedAt)) {
    const key = JSON.stringify(labels);
    const end = lastEnd.get(key);
    if (end !== undefined && firedAt - end <= FLAP_MS) flaps += 1;
    if (resolvedAt !== undefined) lastEnd.set(key, resolvedAt);
  }
  return flaps;
};

/** When each firing was told of. What joins something that was told already is told of once, by the change. */
const tellings = ({ rings, messages }: Told): Map<ArrivedFiring, Instant[]> => {
  const told = new Map<ArrivedFiring, Instant[]>();
  const add = ({ at, about }: Ring): void => {
    for (const firing of about) {
      const times = told.get(firing);
      if (times === undefined) told.set(firing, [at]);
      else times.push(at);
    }
  };
  for (const ring of rings) add(ring);
  for (const message of messages) if (message.kind === "ticket") add(message);
  for (const { at, about, kind } of messages) {
    if (kind === "update") add({ at, about: about.filter((firing) => !told.has(firing)) });
  }
  return told;
};

/** Each of them under the name of every alert that it is about, and about that alert only. */
const splitByAlert = <One extends Ring>(ones: readonly One[]): Map<string, One[]> => {
  const split = new Map<string, One[]>();
  for (const one of ones) {
    for (const [name, about] of Map.groupBy(one.about, ({ alert }) => alert.rule.name.text)) {
      const own = split.get(name);
      if (own === undefined) split.set(name, [{ ...one, about }]);
      else own.push({ ...one, about });
    }
  }
  return split;
};

/** What is told of one alert, by its name. */
export const toldOfEach = ({ rings, messages }: Told): ((name: string) => Told) => {
  const [ringsOf, messagesOf] = [splitByAlert(rings), splitByAlert(messages)];
  return (name) => ({ rings: ringsOf.get(name) ?? [], messages: messagesOf.get(name) ?? [] });
};

/** The figures of all firings of which this was told. */
export const figuresOf = (
  firings: readonly ArrivedFiring[],
  { told, pendingOnly }: { readonly told: Told } & Pick<AlertReplay, "pendingOnly">,
  { from, to, isNight }: Counting,
): Figures => {
  const { rings: pages } = told;
  const tickets = told.messages.filter(({ kind }) => kind === "ticket");
  const byFiring = tellings(told);
  const extra = [...byFiring.values()].reduce((sum, times) => sum + times.length - 1, 0);
  const waits = [...byFiring].map(([{ activeAt }, times]) => Math.min(...times) - activeAt);
  const perWeek = (count: number): number => (count * WEEK_MS) / (to - from);
  return {
    fired: firings.length,
    pendingOnly,
    pages: pages.length,
    tickets: tickets.length,
    pagesPerWeek: perWeek(pages.length),
    ticketsPerWeek: perWeek(tickets.length),
    nightPages: pages.filter(({ at }) => isNight(at)).length,
    selfResolved: firings.filter(isSelfResolved).length,
    flaps: flapsIn(firings),
    untold: firings.length - byFiring.size,
    duplicatesPerFiring: byFiring.size === 0 ? 0 : extra / byFiring.size,
    timeToDetectMs: middleOf(waits) ?? null,
    firingMs: firings.reduce((sum, firing) => sum + durationOf(firing, to), 0),
  };
};
