import { expect } from "vitest";
import { fold, type Incident } from "../src/incident/state.ts";
import { timeline } from "../src/incident/timeline.ts";
import { durationMs } from "../src/lib/duration.ts";
import { createLog } from "../src/lib/log.ts";
import { seededRandom } from "../src/lib/random.ts";
import type { Catalog } from "../src/model/catalog.ts";
import type { Engine } from "../src/server/engine.ts";
import { createMeasures } from "../src/server/measures.ts";
import { LEASE_MS } from "../src/server/perform-page.ts";
import { receiveWebhook } from "../src/server/receive-webhook.ts";
import { respond } from "../src/server/respond.ts";
import { createWorker, LANES } from "../src/server/worker.ts";
import { createMemoryStore } from "../src/store/memory.ts";
import type { Store } from "../src/store/store.ts";
import { exampleCatalog } from "./example-catalog.ts";
import { createOutside } from "./outside.ts";
import { simulatedClock } from "./simulated-clock.ts";
import { type AlertOf, webhookOf } from "./webhook-of.ts";

type Firing = Omit<AlertOf, "startsAt" | "endsAt">;
type Perform = () => Promise<void>;

const idOf = async (store: Store, number: number): Promise<string> => {
  const id = await store.idOfNumber(number);
  if (id === null) throw new Error(`there is no incident #${number}`);
  return id;
};

/** What Prometheus and Alertmanager do to the server. */
const senders = (engine: Engine, performAllDue: Perform) => {
  const { clock } = engine;
  const startedAt = new Map<string, number>();
  const keyOf = ({ name, labels }: Firing) => JSON.stringify([name, labels]);
  const told = (alert: Firing): AlertOf => ({
    ...alert,
    startsAt: startedAt.get(keyOf(alert)) ?? clock.now(),
  });
  const tell = async (alerts: readonly AlertOf[], around = {}) => {
    await receiveWebhook(engine, webhookOf(alerts, around));
    await performAllDue();
  };
  return {
    tell,
    /** The alerts fire now, and Alertmanager tells of it in one notification. */
    fires: (...alerts: Firing[]) => {
      for (const alert of alerts) startedAt.set(keyOf(alert), clock.now());
      return tell(alerts.map(told));
    },
    /** The same notification once more, perhaps by another route or Alertmanager. */
    repeats: (around: { groupKey?: string; receiver?: string }, ...alerts: Firing[]) =>
      tell(alerts.map(told), around),
    resolves: (...alerts: Firing[]) =>
      tell(alerts.map((alert) => ({ ...told(alert), endsAt: clock.now() }))),
    /** The watchdog arrives, evaluated `ago` before now. */
    signOfLife: (ago = "0s", labels: Record<string, string> = {}) =>
      tell([
        {
          name: "Watchdog",
          labels: { severity: "none", ...labels },
          annotations: { evaluated_at: String((clock.now() - durationMs(ago)) / 1000) },
          startsAt: clock.now() - durationMs("1d"),
        },
      ]),
  };
};

/** What people do. */
const people = (engine: Engine, performAllDue: Perform) => {
  const act = async (type: "acknowledge" | "resolve", by: string, number: number) => {
    const id = await idOf(engine.store, number);
    const response = await respond(engine, id, { type, by, via: "test" });
    await performAllDue();
    return response;
  };
  return {
    acknowledges: (by: string, number = 1) => act("acknowledge", by, number),
    resolvesByHand: (by: string, number = 1) => act("resolve", by, number),
  };
};

/** What can be seen afterwards. */
const views = (store: Store) => ({
  incident: async (number = 1): Promise<Incident> => {
    const incident = fold(await store.history(await idOf(store, number)));
    if (incident === null) throw new Error(`incident #${number} has no history`);
    return incident;
  },
  timeline: async (number = 1): Promise<string[]> =>
    timeline(await store.history(await idOf(store, number))).map(({ type }) => type),
  incidentCount: async () => (await store.incidents({ status: "all", limit: 100 })).length,
});

/** The whole server but its sockets, in simulated time: every due piece of work at its own due time. */
export const createWorld = (settings: { catalog?: Catalog | null; store?: Store } = {}) => {
  const clock = simulatedClock("2026-01-05T09:00:00Z");
  const random = seededRandom(7);
  const store = settings.store ?? createMemoryStore(random);
  const outside = createOutside(clock);
  let catalog = settings.catalog === undefined ? exampleCatalog() : settings.catalog;
  const log = createLog({
    clock,
    level: "error",
    format: "logfmt",
    write: (line) => {
      throw new Error(`the server logged an error: ${line}`);
    },
  });
  const measures = createMeasures();
  const engine: Engine = { store, clock, random, log, measures, catalog: () => catalog };
  const worker = createWorker(engine, {
    channels: outside.channels,
    externalUrl: "https://tocsin.example.com",
    linkSecret: "secret",
  });
  const claimDue = async () => {
    const claim = { now: clock.now(), leaseMs: LEASE_MS, limit: 100 };
    const due = LANES.map((lane) => store.claim({ ...claim, lane }));
    return (await Promise.all(due)).flat();
  };
  const performAllDue = async () => {
    for (let due = await claimDue(); due.length > 0; due = await claimDue()) {
      for (const work of due) await worker.perform(work);
    }
  };
  return {
    engine,
    store,
    clock,
    ...outside,
    ...senders(engine, performAllDue),
    ...people(engine, performAllDue),
    ...views(store),
    setCatalog: (next: Catalog | null) => {
      catalog = next;
    },
    /** Moves time on, performing each due piece of work at its own due time, in order. */
    runFor: async (duration: string) => {
      const until = clock.now() + durationMs(duration);
      for (;;) {
        await performAllDue();
        const next = await store.nextRunAt();
        if (next === null || next > until) break;
        clock.moveTo(Math.max(next, clock.now()));
      }
      clock.moveTo(until);
      expect(await store.stranded(), "incidents that nobody will look at again").toEqual([]);
    },
    /** "09:05:00 bo" for each page that went out. */
    pages: () => outside.sent.map(({ at, person }) => `${at} ${person}`),
  };
};
