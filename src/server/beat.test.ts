import { expect, test } from "vitest";
import { storeWith } from "../../test/http-world.ts";
import { simulatedClock } from "../../test/simulated-clock.ts";
import { createLog } from "../lib/log.ts";
import { seededRandom } from "../lib/random.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { createBeat, runBeat } from "./beat.ts";
import { createMeasures } from "./measures.ts";

const setUp = (broken: Partial<Store> = {}) => {
  const clock = simulatedClock("2026-01-05T09:00:00Z");
  const random = seededRandom(1);
  const measures = createMeasures();
  const logged: string[] = [];
  const log = createLog({
    clock,
    level: "info",
    format: "logfmt",
    write: (line) => {
      logged.push(line);
    },
  });
  const store = storeWith(createMemoryStore(random), broken);
  const engine = { clock, random, measures, log, store, catalog: () => null };
  const beat = createBeat(engine);
  const gauge = async (name: "accepting" | "latestPage" | "stranded") =>
    (await measures[name].get()).values[0]?.value;
  return {
    engine,
    beat,
    logged,
    gauge,
    accepting: () => {
      beat.measure();
      return gauge("accepting");
    },
    later: (ms: number) => clock.moveTo(clock.now() + ms),
  };
};

test("nothing is accepted before a first write has succeeded", async () => {
  const { beat, accepting } = setUp();
  expect(beat.whyNotAccepting()).toContain("nothing has been written");
  expect(await accepting()).toBe(0);
  await beat.once();
  expect(beat.whyNotAccepting()).toBeNull();
  expect(await accepting()).toBe(1);
});

test("a last write that is more than 30 s old ends acceptance, and the next one restores it", async () => {
  const { beat, accepting, later } = setUp();
  await beat.once();
  later(30_000);
  expect(await accepting()).toBe(1);
  later(1);
  expect(await accepting()).toBe(0);
  expect(beat.whyNotAccepting()).toContain("succeeded 30s ago");
  await beat.once();
  expect(await accepting()).toBe(1);
});

test("a write that fails counts as none, and is logged", async () => {
  let isBroken = false;
  const beatOf = async () => {
    if (isBroken) throw new Error("connection refused");
    return { latestPageMs: 0 };
  };
  const { beat, accepting, later, logged } = setUp({ beat: beatOf });
  await beat.once();
  isBroken = true;
  later(31_000);
  await beat.once();
  expect(await accepting()).toBe(0);
  expect(logged.join("")).toContain("connection refused");
});

test("a page that is 60 s late ends acceptance", async () => {
  let latestPageMs = 59_999;
  const { beat, accepting, gauge } = setUp({ beat: async () => ({ latestPageMs }) });
  await beat.once();
  expect(await accepting()).toBe(1);
  latestPageMs = 60_000;
  await beat.once();
  expect(await accepting()).toBe(0);
  expect(await gauge("latestPage")).toBe(60);
  expect(beat.whyNotAccepting()).toBe("a page has been due for 60s");
});

test("an incident that nothing will move is counted and named in the log", async () => {
  const { beat, gauge, logged } = setUp({ stranded: async () => ["i7"] });
  await beat.once();
  expect(await gauge("stranded")).toBe(1);
  expect(logged.join("")).toMatch(/level=error .*nothing due.* incident=i7/);
});

test("it beats every five seconds until it is stopped", async () => {
  const { engine, beat } = setUp();
  const stop = new AbortController();
  const sleeps: number[] = [];
  const sleep = async (ms: number) => {
    sleeps.push(ms);
    if (sleeps.length === 3) stop.abort();
  };
  let beats = 0;
  const counted = {
    ...beat,
    once: async () => {
      beats += 1;
    },
  };
  await runBeat({ ...engine, clock: { ...engine.clock, sleep } }, counted, stop.signal);
  expect({ beats, sleeps }).toEqual({ beats: 3, sleeps: [5_000, 5_000, 5_000] });
});
