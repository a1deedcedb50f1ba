import { afterEach, expect, test } from "vitest";
import { manualClock } from "../../test/fakes/manual-clock.ts";
import { storeWith } from "../../test/http-world.ts";
import type { Effect } from "../incident/decision.ts";
import type { PageOf } from "../incident/event.ts";
import type { Incident } from "../incident/state.ts";
import { createLog } from "../lib/log.ts";
import { seededRandom } from "../lib/random.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Lane, Store, Work } from "../store/store.ts";
import { MOST_AT_ONCE, runLane } from "./lane.ts";
import { createMeasures } from "./measures.ts";
import type { Worker } from "./worker.ts";

const START = Date.parse("2026-01-05T09:00:00Z");

const incident: Incident = {
  id: "i1",
  number: 1,
  key: "k",
  title: "t",
  severity: "critical",
  service: null,
  team: null,
  status: "triggered",
  openedAt: START,
  acknowledgedAt: null,
  acknowledgedBy: [],
  resolvedAt: null,
  alerts: {},
  pages: {},
  escalation: null,
  notPagedBecause: null,
  nobodyTold: false,
  lostSources: [],
  lastFiredAt: START,
  lastRecoveredAt: null,
};

const page = (key: string, method: string): Effect => {
  const of: PageOf = {
    key,
    method,
    place: { generation: 1, round: 1, step: 1 },
    person: "ana",
    personName: "Ana",
  };
  return { type: "page", page: of };
};
const mail = (key: string) => page(key, "email:ana@example.com");
const webhook = (key: string) => page(key, "webhook:https://hooks.example.com");
const timer = (key: string, at: number): Effect => ({
  type: "start-timer",
  key,
  at,
  input: { type: "verification-due", source: key, endsAt: 0 },
});

const nameOf = ({ task }: Work): string => {
  if (task.kind === "page") return task.page.key;
  return task.input.type === "verification-due" ? task.input.source : "";
};

/** Lets everything run that can run without the clock. */
const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await new Promise((next) => setImmediate(next));
};

let stopAll = async () => {};
afterEach(() => stopAll());

const setUp = (broken: (store: Store) => Partial<Store> = () => ({})) => {
  const clock = manualClock(START);
  const random = seededRandom(1);
  const logged: string[] = [];
  const log = createLog({
    clock,
    level: "info",
    format: "logfmt",
    write: (line) => {
      logged.push(line);
    },
  });
  const memory = createMemoryStore(random);
  const store = storeWith(memory, broken(memory));
  const engine = { clock, random, log, store, measures: createMeasures(), catalog: () => null };
  const started: string[] = [];
  const release = new Map<string, () => void>();
  const worker: Worker = {
    perform: async (work) => {
      const name = nameOf(work);
      started.push(name);
      if (name.startsWith("hangs")) {
        await new Promise<void>((done) => release.set(name, done));
      }
      await memory.transaction((tx) => tx.finish(work));
    },
  };
  const stopping = new AbortController();
  const running: Promise<void>[] = [];
  stopAll = async () => {
    stopping.abort();
    const drain = async () => {
      for (const done of release.values()) done();
    };
    await settle();
    await drain();
    await Promise.all(running);
  };
  return {
    clock,
    logged,
    started,
    release: (name: string) => release.get(name)?.(),
    stop: () => stopAll(),
    add: async (...effects: Effect[]) => {
      await memory.transaction((tx) =>
        tx.commit({ incident, version: 0, at: clock.now(), events: [], effects }),
      );
      await settle();
    },
    run: async (...lanes: Lane[]) => {
      for (const lane of lanes) {
        running.push(runLane(engine, worker, { lane, stop: stopping.signal }));
      }
      await settle();
    },
  };
};

test("new work is begun at once, without waiting for the clock", async () => {
  const { run, add, started, clock } = setUp();
  await run("email");
  expect(clock.sleepers()).toBe(1);
  await add(mail("a"));
  expect(started).toEqual(["a"]);
  expect(clock.now()).toBe(START);
});

test("work is begun when it is due, and not before", async () => {
  const { run, add, started, clock } = setUp();
  await run("timer");
  await add(timer("t", START + 250), timer("later", START + 5_000));
  clock.advance(249);
  await settle();
  expect(started).toEqual([]);
  clock.advance(1);
  await settle();
  expect(started).toEqual(["t"]);
});

test("a lane whose work hangs delays no other lane", async () => {
  const { run, add, started } = setUp();
  await run("email", "webhook", "timer");
  await add(...Array.from({ length: 20 }, (_, index) => mail(`hangs-${index}`)));
  await add(webhook("w"), timer("t", START));
  expect(started).toContain("w");
  expect(started).toContain("t");
});

test("no more pieces of work of a lane are under way at once than it may have", async () => {
  const { run, add, started, release } = setUp();
  await run("email");
  await add(
    ...Array.from({ length: MOST_AT_ONCE.email + 2 }, (_, index) => mail(`hangs-${index}`)),
  );
  expect(started).toHaveLength(MOST_AT_ONCE.email);
  release("hangs-2");
  await settle();
  expect(started).toHaveLength(MOST_AT_ONCE.email + 1);
  release("hangs-3");
  await settle();
  expect(started).toHaveLength(MOST_AT_ONCE.email + 2);
});

test("one piece of work that hangs does not hold up the others of its lane", async () => {
  const { run, add, started } = setUp();
  await run("email");
  await add(mail("hangs"), mail("a"));
  await add(mail("b"));
  expect(started).toEqual(["hangs", "a", "b"]);
});

test("a lane survives a store that fails, says so, and looks again a second later", async () => {
  let isBroken = true;
  const { run, add, started, clock, logged } = setUp((store) => ({
    claim: async (request) => {
      if (isBroken) throw new Error("PostgreSQL is away");
      return store.claim(request);
    },
  }));
  await run("email");
  await add(mail("a"));
  expect(logged.join("")).toMatch(/level=error .*lane=email err="PostgreSQL is away"/);
  isBroken = false;
  clock.advance(999);
  await settle();
  expect(started).toEqual([]);
  clock.advance(1);
  await settle();
  expect(started).toEqual(["a"]);
});

test("a lane ends when it is told to, after the work that is under way, and begins no more", async () => {
  const { run, add, started, stop } = setUp();
  await run("email");
  await add(mail("hangs"));
  const stopped = stop();
  await add(mail("late"));
  await stopped;
  expect(started).toEqual(["hangs"]);
});
