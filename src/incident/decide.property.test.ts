import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleCatalog } from "../../test/example-catalog.ts";
import { decide, type Input, open } from "./decide.ts";
import type { Effect } from "./decision.ts";
import { incidentEventSchema } from "./event.ts";
import { whyMoot } from "./moot.ts";
import type { ReceivedAlert } from "./reception.ts";
import { evolve, fold, type Incident, type Recorded } from "./state.ts";
import { timeline } from "./timeline.ts";

const START = Date.parse("2026-01-05T09:00:00Z");
const catalog = exampleCatalog();

const alertArbitrary: fc.Arbitrary<ReceivedAlert> = fc
  .record({
    fingerprint: fc.constantFrom("aaaa", "bbbb", "cccc"),
    severity: fc.constantFrom("critical", "warning", "info"),
    status: fc.constantFrom("firing", "resolved"),
    source: fc.constantFrom("[]", '[["cluster","eu1"]]'),
    offset: fc.integer({ min: -600_000, max: 600_000 }),
  })
  .map(({ fingerprint, severity, status, source, offset }) => ({
    fingerprint,
    name: `Alert${fingerprint}`,
    severity,
    labels: { service: "gateway" },
    annotations: {},
    generatorUrl: "",
    status,
    startsAt: START + offset,
    endsAt: status === "resolved" ? START + offset + 60_000 : null,
    source,
    incidentKey: "key",
  }));

type Step = (history: readonly Recorded[]) => Input | null;

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.array(alertArbitrary, { minLength: 1, maxLength: 4 }), fc.boolean()).map(
    ([alerts, alive]): Step =>
      () => ({
        type: "alerts-received",
        alerts,
        lives: alive ? { '[["cluster","eu1"]]': START + 30_000 } : {},
      }),
  ),
  fc.integer({ min: 0, max: 900_000 }).map(
    (offset): Step =>
      () => ({
        type: "source-alive",
        source: '[["cluster","eu1"]]',
        at: START + offset,
      }),
  ),
  fc.record({ round: fc.integer({ min: 1, max: 4 }), step: fc.integer({ min: 1, max: 4 }) }).map(
    ({ round, step }): Step =>
      () => ({ type: "step-due", place: { generation: 1, round, step } }),
  ),
  fc.integer({ min: 1, max: 4 }).map(
    (round): Step =>
      () => ({ type: "round-due", generation: 1, round }),
  ),
  fc.constant<Step>(() => ({
    type: "verification-due",
    source: '[["cluster","eu1"]]',
    endsAt: START + 300_000,
  })),
  fc.constantFrom("ana", "bo").map(
    (by): Step =>
      () => ({ type: "acknowledge", by, via: "test" }),
  ),
  fc.constant<Step>(() => ({ type: "resolve", by: "ana", via: "test" })),
  fc
    .tuple(fc.nat(20), fc.constantFrom("accepted" as const, "refused" as const, "dropped" as const))
    .map(
      ([index, outcome]): Step =>
        (history) => {
          const due = Object.values(fold(history)?.pages ?? {}).filter(
            ({ status }) => status === "due",
          );
          const found = due[index % Math.max(1, due.length)];
          if (found === undefined) return null;
          const { status: _, ...page } = found;
          const result =
            outcome === "accepted" ? { outcome, detail: "" } : { outcome, reason: "test" };
          return { type: "page-outcome", page, result };
        },
    ),
);

type Turn = { before: Incident; after: Incident; effects: readonly Effect[] };

type Life = { history: Recorded[]; turns: Turn[]; requested: string[] };

const pageKeys = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => (effect.type === "page" ? [effect.page.key] : []));

/** One incident's whole life; null when nothing opened it. */
const live = (alerts: ReceivedAlert[], steps: readonly Step[]): Life | null => {
  const first = { type: "alerts-received" as const, alerts, lives: {} };
  const opening = open({ id: "incident", number: 1 }, first, { now: START, catalog });
  if (opening.kind === "refused" || opening.events.length === 0) return null;
  const history: Recorded[] = opening.events.map((event) => ({ at: START, event }));
  const turns: Turn[] = [];
  const requested = pageKeys(opening.effects);
  for (const [index, step] of steps.entries()) {
    const before = fold(history);
    const input = step(history);
    if (before === null || input === null) continue;
    const now = START + (index + 1) * 60_000;
    const decision = decide(before, input, { now, catalog });
    if (decision.kind === "refused") continue;
    const happenings = decision.events.map((event) => ({ at: now, event }));
    history.push(...happenings);
    requested.push(...pageKeys(decision.effects));
    const after = evolve(before, happenings);
    if (after !== null) turns.push({ before, after, effects: decision.effects });
  }
  return { history, turns, requested };
};

const holds = (check: (life: Life) => void): void => {
  const lives = fc.property(
    fc.array(alertArbitrary, { minLength: 1, maxLength: 4 }),
    fc.array(stepArbitrary, { maxLength: 30 }),
    (alerts, steps) => {
      const life = live(alerts, steps);
      if (life !== null) check(life);
    },
  );
  fc.assert(lives, { numRuns: 300, seed: 42 });
};

test("no page is requested twice, and each is explained by an event", () => {
  holds(({ requested, turns }) => {
    expect(new Set(requested).size).toBe(requested.length);
    for (const { after, effects } of turns) {
      for (const key of pageKeys(effects)) expect(after.pages[key]).toBeDefined();
    }
  });
});

test("a resolved incident stays resolved, pages nobody, and needs none of its pages", () => {
  holds(({ turns }) => {
    for (const { before, after, effects } of turns) {
      if (before.status !== "resolved") continue;
      expect(after.status).toBe("resolved");
      expect(pageKeys(effects)).toEqual([]);
      for (const page of Object.values(after.pages)) expect(whyMoot(after, page)).not.toBeNull();
    }
  });
});

test("an incident resolves by itself only when each of its alerts has", () => {
  holds(({ history }) => {
    const end = history.findIndex(({ event }) => event.type === "incident-resolved");
    const event = history[end]?.event;
    if (event?.type !== "incident-resolved" || event.reason.startsWith("by ")) return;
    const statuses = Object.values(fold(history.slice(0, end))?.alerts ?? {}).map((a) => a.status);
    expect(new Set(statuses)).toEqual(new Set(["resolved"]));
  });
});

test("every event survives the store, and reads as a sentence", () => {
  holds(({ history }) => {
    for (const { event } of history) expect(incidentEventSchema.parse(event)).toEqual(event);
    for (const { text } of timeline(history)) expect(text).not.toContain("undefined");
  });
});
