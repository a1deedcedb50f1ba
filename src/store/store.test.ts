import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestPostgres, type TestPostgres } from "../../test/postgres.ts";
import type { IncidentEvent, PageOf } from "../incident/event.ts";
import { evolve, fold, type Incident } from "../incident/state.ts";
import { systemClock } from "../lib/clock.ts";
import { newId } from "../lib/id.ts";
import { seededRandom } from "../lib/random.ts";
import { createMemoryStore } from "./memory.ts";
import { type Commit, LeaseLost, type Store, type Transaction } from "./store.ts";

const random = seededRandom(3);
const NOW = Date.parse("2026-01-05T09:00:00.123Z");
const LEASE = { leaseMs: 10_000, limit: 10 };

const opening = (key: string, number: number): IncidentEvent => ({
  type: "incident-opened",
  id: newId(NOW, random),
  number,
  key,
  title: "Redis is down",
  severity: "critical",
  service: "gateway",
  team: "platform",
});

const firing = (fingerprint: string, source = "eu1"): IncidentEvent => ({
  type: "alert-fired",
  alert: {
    fingerprint,
    name: "RedisInstanceDown",
    severity: "critical",
    labels: { alertname: "RedisInstanceDown" },
    annotations: {},
    generatorUrl: "",
    startsAt: NOW,
    source,
  },
});

const following = (before: Incident | null, events: readonly IncidentEvent[]): Incident => {
  const incident = evolve(
    before,
    events.map((event) => ({ event, at: NOW })),
  );
  if (incident === null) throw new Error("no events");
  return incident;
};

const pageOf = (incidentId: string, method = "email:ana@example.com"): PageOf => ({
  key: `${incidentId}/1/1/1/ana/${method}`,
  place: { generation: 1, round: 1, step: 1 },
  person: "ana",
  personName: "Ana",
  method,
});

const commitOf = (events: readonly IncidentEvent[], more: Partial<Commit> = {}): Commit => ({
  incident: following(null, events),
  version: 0,
  at: NOW,
  events,
  effects: [],
  ...more,
});

/** Opens an incident with one alert, and returns it. */
const openIncident = (store: Store, key: string, fingerprint: string): Promise<Incident> =>
  store.transaction(async (tx) => {
    const events = [opening(key, await tx.nextNumber()), firing(fingerprint)];
    const commit = commitOf(events);
    await tx.commit(commit);
    return commit.incident;
  });

const withEffects = (store: Store, incident: Incident, effects: Commit["effects"]) =>
  store.transaction(async (tx) => {
    const version = (await tx.history(incident.id)).length;
    await tx.commit({ incident, version, at: NOW, events: [], effects });
  });

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const STORES: Record<string, () => Promise<Store>> = {
  "in memory": async () => createMemoryStore(seededRandom(5)),
  "on PostgreSQL": async () => (await postgres.freshStore()).store,
};

describe.each(Object.entries(STORES))("the store %s", (_name, create) => {
  let store: Store;
  beforeEach(async () => {
    store = await create();
  });

  test("gives back the events as they were, to the millisecond, in their order", async () => {
    const incident = await openIncident(store, "a", "f1");
    const history = await store.history(incident.id);
    expect(history.map(({ at, event }) => [at, event.type])).toEqual([
      [NOW, "incident-opened"],
      [NOW, "alert-fired"],
    ]);
    expect(fold(history)).toEqual(incident);
    expect(await store.idOfNumber(incident.number)).toBe(incident.id);
    expect(await store.history(newId(NOW, random))).toEqual([]);
  });

  test("a transaction that throws leaves nothing behind", async () => {
    const events = [opening("a", 1), firing("f1")];
    const attempt = store.transaction(async (tx) => {
      await tx.recordLife("eu1", NOW);
      await tx.commit(commitOf(events));
      throw new Error("power cut");
    });
    await expect(attempt).rejects.toThrow("power cut");
    expect(await store.incidents({ status: "all", limit: 10 })).toEqual([]);
    await store.transaction(async (tx) => {
      expect(await tx.lives(["eu1"])).toEqual({});
      expect((await tx.findOpen({ fingerprints: ["f1"], keys: ["a"] })).byKey.size).toBe(0);
    });
  });

  test("finds the open incident of an alert or a key, and no resolved one", async () => {
    const incident = await openIncident(store, "a", "f1");
    const wanted = { fingerprints: ["f1", "f2"], keys: ["a", "b"] };
    await store.transaction(async (tx) => {
      const found = await tx.findOpen(wanted);
      expect([...found.byFingerprint]).toEqual([["f1", incident.id]]);
      expect([...found.byKey]).toEqual([["a", incident.id]]);
    });
    const resolved: IncidentEvent = { type: "incident-resolved", reason: "test" };
    await store.transaction(async (tx) =>
      tx.commit({
        incident: following(incident, [resolved]),
        version: 2,
        at: NOW,
        events: [resolved],
        effects: [],
      }),
    );
    await store.transaction(async (tx) => {
      const found = await tx.findOpen(wanted);
      expect([found.byFingerprint.size, found.byKey.size]).toEqual([0, 0]);
    });
    expect(await store.incidents({ status: "open", limit: 10 })).toEqual([]);
    expect(await store.incidents({ status: "all", limit: 10 })).toMatchObject([
      { id: incident.id, status: "resolved", resolvedAt: NOW },
    ]);
  });

  test("refuses a decision made on an older version", async () => {
    const incident = await openIncident(store, "a", "f1");
    const stale = store.transaction(async (tx) => {
      const events = [firing("f2")];
      const next = following(incident, events);
      await tx.commit({ incident: next, version: 1, at: NOW, events, effects: [] });
    });
    await expect(stale).rejects.toThrow();
    expect(await store.history(incident.id)).toHaveLength(2);
  });

  test("an alert is in one open incident at most", async () => {
    await openIncident(store, "a", "f1");
    await expect(openIncident(store, "b", "f1")).rejects.toThrow();
    await expect(openIncident(store, "a", "f2")).rejects.toThrow();
    expect(await store.incidents({ status: "all", limit: 10 })).toHaveLength(1);
  });

  test("concurrent transactions on one incident all count", async () => {
    const incident = await openIncident(store, "a", "f0");
    const add = (fingerprint: string) =>
      store.transaction(async (tx) => {
        const history = await tx.history(incident.id);
        const events = [firing(fingerprint)];
        const next = following(fold(history), events);
        await tx.commit({ incident: next, version: history.length, at: NOW, events, effects: [] });
      });
    await Promise.all(["f1", "f2", "f3", "f4", "f5", "f6"].map(add));
    const now = fold(await store.history(incident.id));
    expect(Object.keys(now?.alerts ?? {}).sort()).toEqual([
      "f0",
      "f1",
      "f2",
      "f3",
      "f4",
      "f5",
      "f6",
    ]);
  });

  test("due work of a lane is claimed once, oldest first, until its lease runs out", async () => {
    const incident = await openIncident(store, "a", "f1");
    const place = { generation: 1, round: 1, step: 2 };
    const timer = (key: string, at: number) =>
      ({ type: "start-timer", key, at, input: { type: "step-due", place } }) as const;
    await withEffects(store, incident, [
      timer("late", NOW + 2000),
      timer("soon", NOW + 1000),
      timer("never", NOW + 999_999),
      { type: "page", page: pageOf(incident.id) },
    ]);
    expect(await store.claim({ lane: "timer", now: NOW, ...LEASE })).toEqual([]);
    const claimed = await store.claim({ lane: "timer", now: NOW + 2000, ...LEASE });
    expect(claimed.map(({ runAt, tries }) => [runAt, tries])).toEqual([
      [NOW + 1000, 0],
      [NOW + 2000, 0],
    ]);
    expect(claimed[0]?.task).toEqual({ kind: "timer", input: { type: "step-due", place } });
    expect(await store.claim({ lane: "timer", now: NOW + 11_999, ...LEASE })).toEqual([]);
    const again = await store.claim({ lane: "timer", now: NOW + 12_000, ...LEASE });
    expect(again.map(({ tries }) => tries)).toEqual([1, 1]);
    const pages = await store.claim({ lane: "email", now: NOW, ...LEASE });
    expect(pages.map(({ task }) => task)).toEqual([{ kind: "page", page: pageOf(incident.id) }]);
    expect(await store.claim({ lane: "webhook", now: NOW, ...LEASE })).toEqual([]);
  });

  test("work that somebody else has claimed meanwhile can be neither finished nor postponed", async () => {
    const incident = await openIncident(store, "a", "f1");
    const page = pageOf(incident.id);
    await withEffects(store, incident, [{ type: "page", page }]);
    const [old] = await store.claim({ lane: "email", now: NOW, ...LEASE });
    const [current] = await store.claim({ lane: "email", now: NOW + 10_000, ...LEASE });
    if (old === undefined || current === undefined) throw new Error("nothing was claimed");
    const id = newId(NOW, random);
    const attempt = { id, work: old, pageKey: page.key, at: NOW, leasedUntil: NOW + 10_000 };
    for (const use of [
      (tx: Transaction) => tx.finish(old),
      (tx: Transaction) => tx.postpone(old, NOW),
      (tx: Transaction) => tx.startAttempt(attempt),
    ]) {
      await expect(store.transaction(use)).rejects.toBeInstanceOf(LeaseLost);
    }
    await store.transaction((tx) => tx.postpone(current, NOW + 60_000));
    expect(await store.nextRunAt()).toBe(NOW + 60_000);
    expect(await store.claim({ lane: "email", now: NOW + 59_999, ...LEASE })).toEqual([]);
    const [third] = await store.claim({ lane: "email", now: NOW + 60_000, ...LEASE });
    expect(third?.tries).toBe(2);
    if (third !== undefined) await store.transaction((tx) => tx.finish(third));
    expect(await store.nextRunAt()).toBeNull();
  });

  test("claimed work counts for the next due time only when its lease runs out", async () => {
    const incident = await openIncident(store, "a", "f1");
    await withEffects(store, incident, [{ type: "page", page: pageOf(incident.id) }]);
    expect(await store.nextRunAt("email")).toBe(NOW);
    expect(await store.nextRunAt("timer")).toBeNull();
    await store.claim({ lane: "email", now: NOW, ...LEASE });
    expect(await store.nextRunAt("email")).toBe(NOW + 10_000);
    await store.releaseAll();
    expect(await store.nextRunAt()).toBe(NOW);
  });

  test("the same page cannot be requested twice, the same timer is the same timer", async () => {
    const incident = await openIncident(store, "a", "f1");
    const page = pageOf(incident.id);
    const input = { type: "verification-due", source: "eu1", endsAt: NOW } as const;
    const timer = { type: "start-timer", key: "t", at: NOW, input } as const;
    await withEffects(store, incident, [{ type: "page", page }, timer]);
    await withEffects(store, incident, [timer]);
    expect(await store.claim({ lane: "timer", now: NOW, ...LEASE })).toHaveLength(1);
    await expect(withEffects(store, incident, [{ type: "page", page }])).rejects.toThrow();
  });

  test("an attempt without an outcome becomes unknown when the next one starts", async () => {
    const incident = await openIncident(store, "a", "f1");
    const page = pageOf(incident.id);
    await withEffects(store, incident, [{ type: "page", page }]);
    const [first, second] = [newId(NOW, random), newId(NOW + 1, random)];
    const start = async (id: string, at: number) => {
      const [work] = await store.claim({ lane: "email", now: at, ...LEASE });
      if (work === undefined) throw new Error("nothing was claimed");
      await store.transaction((tx) =>
        tx.startAttempt({ id, work, pageKey: page.key, at, leasedUntil: at }),
      );
    };
    await start(first, NOW);
    await start(second, NOW + 10_000);
    await store.transaction((tx) =>
      tx.finishAttempt({ id: second, at: NOW + 10_500, outcome: "accepted", detail: "250 ok" }),
    );
    expect(await store.attempts(incident.id)).toMatchObject([
      { id: first, outcome: "unknown", startedAt: NOW, finishedAt: NOW + 10_000 },
      { id: second, outcome: "accepted", startedAt: NOW + 10_000, finishedAt: NOW + 10_500 },
    ]);
  });

  test("an attempt that begins late still has its whole lease", async () => {
    const incident = await openIncident(store, "a", "f1");
    const page = pageOf(incident.id);
    await withEffects(store, incident, [{ type: "page", page }]);
    const [work] = await store.claim({ lane: "email", now: NOW, ...LEASE });
    if (work === undefined) throw new Error("nothing was claimed");
    const [id, at] = [newId(NOW, random), NOW + 9_999];
    const attempt = { id, work, pageKey: page.key, at, leasedUntil: at + LEASE.leaseMs };
    await store.transaction((tx) => tx.startAttempt(attempt));
    expect(await store.claim({ lane: "email", now: at + 9_999, ...LEASE })).toEqual([]);
    expect(await store.claim({ lane: "email", now: at + 10_000, ...LEASE })).toHaveLength(1);
  });

  test("a page that is given up leaves no attempt without an outcome", async () => {
    const incident = await openIncident(store, "a", "f1");
    const page = pageOf(incident.id);
    await withEffects(store, incident, [{ type: "page", page }]);
    const [work] = await store.claim({ lane: "email", now: NOW, ...LEASE });
    if (work === undefined) throw new Error("nothing was claimed");
    const id = newId(NOW, random);
    const attempt = { id, work, pageKey: page.key, at: NOW, leasedUntil: NOW + 10_000 };
    await store.transaction((tx) => tx.startAttempt(attempt));
    const abandon = () => store.transaction((tx) => tx.abandonAttempts(page.key, NOW + 5_000));
    expect(await abandon()).toBe(1);
    expect(await abandon()).toBe(0);
    expect(await store.attempts(incident.id)).toMatchObject([
      { id, outcome: "unknown", startedAt: NOW, finishedAt: NOW + 5_000 },
    ]);
  });

  test("keeps the newest sign of life, and knows which incidents wait for one", async () => {
    const incident = await openIncident(store, "a", "f1");
    const reported: IncidentEvent = {
      type: "resolve-reported",
      fingerprint: "f1",
      name: "RedisInstanceDown",
      endsAt: NOW,
    };
    await store.transaction(async (tx) => {
      await tx.recordLife("eu1", NOW + 5);
      await tx.recordLife("eu1", NOW + 1);
      expect(await tx.lives(["eu1", "us1"])).toEqual({ eu1: NOW + 5 });
      expect(await tx.waitingFor("eu1")).toEqual([]);
      await tx.commit({
        incident: following(incident, [reported]),
        version: 2,
        at: NOW,
        events: [reported],
        effects: [],
      });
    });
    await store.transaction(async (tx) => {
      expect(await tx.waitingFor("eu1")).toEqual([incident.id]);
      expect(await tx.waitingFor("us1")).toEqual([]);
    });
  });

  test("a sign of life that comes while a resolve is being stored finds what waits for it", async () => {
    const incident = await openIncident(store, "a", "f1");
    await store.transaction((tx) => tx.recordLife("eu1", NOW));
    const reported: IncidentEvent = {
      type: "resolve-reported",
      fingerprint: "f1",
      name: "RedisInstanceDown",
      endsAt: NOW + 1,
    };
    let life: Promise<readonly string[]> | undefined;
    await store.transaction(async (tx) => {
      expect(await tx.lives(["eu1"])).toEqual({ eu1: NOW });
      life = store.transaction(async (other) => {
        await other.recordLife("eu1", NOW + 2);
        return other.waitingFor("eu1");
      });
      await Promise.race([life, systemClock.sleep(100)]);
      const version = (await tx.history(incident.id)).length;
      const after = following(incident, [reported]);
      await tx.commit({ incident: after, version, at: NOW, events: [reported], effects: [] });
    });
    expect(await life).toEqual([incident.id]);
  });

  test("names open incidents that rest without a reason", async () => {
    const stranded = await openIncident(store, "a", "f1");
    const busy = await openIncident(store, "b", "f2");
    await withEffects(store, busy, [{ type: "page", page: pageOf(busy.id) }]);
    await store.transaction(async (tx) => {
      const why: IncidentEvent = { type: "escalation-not-started", reason: "a warning" };
      await tx.commit(commitOf([opening("c", await tx.nextNumber()), firing("f3"), why]));
    });
    expect(await store.stranded()).toEqual([stranded.id]);
  });

  test("says how late the latest page is", async () => {
    expect(await store.beat(NOW)).toEqual({ latestPageMs: 0 });
    const incident = await openIncident(store, "a", "f1");
    await withEffects(store, incident, [{ type: "page", page: pageOf(incident.id) }]);
    const [work] = await store.claim({ lane: "email", now: NOW, ...LEASE });
    if (work !== undefined) await store.transaction((tx) => tx.postpone(work, NOW + 90_000));
    expect(await store.beat(NOW + 70_000)).toEqual({ latestPageMs: 70_000 });
  });

  test("a timer that nobody performs makes the page late that it would ask for", async () => {
    const incident = await openIncident(store, "a", "f1");
    const input = { type: "round-due", generation: 1, round: 2 } as const;
    await withEffects(store, incident, [{ type: "start-timer", key: "t", at: NOW + 5000, input }]);
    expect(await store.beat(NOW)).toEqual({ latestPageMs: 0 });
    expect(await store.beat(NOW + 65_000)).toEqual({ latestPageMs: 60_000 });
  });

  test("wakes the worker when work is added", async () => {
    const incident = await openIncident(store, "a", "f1");
    const woken = new Promise<void>((wake) => {
      store.onWork(wake);
    });
    await withEffects(store, incident, [{ type: "page", page: pageOf(incident.id) }]);
    await woken;
  });

  test("keeps tokens by their hash and settings by their first value", async () => {
    expect(await store.hasToken("api")).toBe(false);
    await store.saveToken("hash", { name: "first start", scope: "api" });
    await store.saveToken("hash", { name: "settings", scope: "api" });
    expect(await store.findToken("hash")).toEqual({ name: "settings", scope: "api" });
    await store.saveToken("newer", { name: "settings", scope: "api" });
    expect(await store.findToken("hash"), "rotated out").toBeNull();
    await store.saveToken("hash", { name: "settings", scope: "ingest" });
    expect(await store.findToken("newer"), "another scope").not.toBeNull();
    expect(await store.findToken("other")).toBeNull();
    expect(await store.hasToken("api")).toBe(true);
    expect(await store.settingOr("link-secret", "one")).toBe("one");
    expect(await store.settingOr("link-secret", "two")).toBe("one");
  });
});
