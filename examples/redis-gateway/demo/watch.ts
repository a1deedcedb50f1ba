import type { Clock, Instant } from "../clock.ts";
import type { PrometheusAlert } from "../stack/prometheus.ts";
import type { Stack } from "../stack/stack.ts";
import type { AlertState, Sighting } from "./sighting.ts";

const POLL_INTERVAL_MS = 100;

/** Looks at the stack from outside, as a person with four terminals would. */
export type Watch = {
  /** Adds what the watcher itself did to what it saw. */
  note(sighting: Sighting): void;
  sightings(): readonly Sighting[];
  stop(): Promise<void>;
};

/** A program that is down has nothing to tell; that is part of what is watched. */
const orNothing = <T>(answer: Promise<T>): Promise<T | undefined> => answer.catch(() => undefined);

/** `firing` wins over `pending` when an alert has several series. */
const statesOf = (alerts: readonly PrometheusAlert[]) => {
  const states = new Map<string, { state: "pending" | "firing"; activeAt: Instant }>();
  for (const { labels, state, activeAt } of alerts) {
    const name = labels["alertname"] ?? "";
    if (states.get(name)?.state !== "firing") {
      states.set(name, { state, activeAt: Date.parse(activeAt) });
    }
  }
  return states;
};

const alertWatcher = ({ prometheus }: Stack, clock: Clock) => {
  const known = new Map<string, AlertState>();
  const changeOf = (name: string, now: ReturnType<typeof statesOf>): Sighting[] => {
    const current = now.get(name);
    const state = current?.state ?? "gone";
    if (known.get(name) === state) return [];
    known.set(name, state);
    const at = current?.state === "pending" ? current.activeAt : clock.now();
    return [{ kind: "alert", at, name, state }];
  };
  return async (): Promise<Sighting[]> => {
    const alerts = await orNothing(prometheus.alerts());
    if (alerts === undefined) {
      // It comes back knowing nothing, which is not the same as everything being over.
      known.clear();
      return [];
    }
    const now = statesOf(alerts);
    return [...new Set([...known.keys(), ...now.keys()])].flatMap((name) => changeOf(name, now));
  };
};

const timelineWatcher = ({ tocsin }: Stack) => {
  const told = new Map<string, number>();
  return async (): Promise<Sighting[]> => {
    const seen: Sighting[] = [];
    for (const { id, number } of (await orNothing(tocsin.api.incidents())) ?? []) {
      const detail = await orNothing(tocsin.api.incident(id));
      if (detail === undefined) continue;
      for (const entry of detail.timeline.slice(told.get(id) ?? 0)) {
        seen.push({ kind: "timeline", at: Date.parse(entry.at), incident: number, entry });
      }
      told.set(id, Math.max(detail.timeline.length, told.get(id) ?? 0));
    }
    return seen;
  };
};

const mailWatcher = ({ mail }: Stack) => {
  let told = 0;
  return async (): Promise<Sighting[]> => {
    const fresh = mail.mails().slice(told);
    told += fresh.length;
    return fresh.map((caught) => ({ kind: "mail", at: caught.at, mail: caught }));
  };
};

/** Polls until stopped, and hands each sighting to `tell` in the order of the times of one look. */
export const startWatch = (
  stack: Stack,
  clock: Clock,
  tell: (sighting: Sighting) => void,
): Watch => {
  const sightings: Sighting[] = [];
  const stopping = new AbortController();
  const watchers = [alertWatcher(stack, clock), timelineWatcher(stack), mailWatcher(stack)];
  const note = (sighting: Sighting) => {
    sightings.push(sighting);
    tell(sighting);
  };
  const look = async () => {
    const seen = await Promise.all(watchers.map((watcher) => watcher()));
    for (const sighting of seen.flat().toSorted((a, b) => a.at - b.at)) note(sighting);
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      await look();
      await clock.sleep(POLL_INTERVAL_MS, stopping.signal);
    }
    await look();
  };
  const running = run();
  return {
    note,
    sightings: () => sightings,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
