import { describe, expect, test } from "vitest";
import { exampleCatalog } from "../../test/example-catalog.ts";
import { durationMs } from "../lib/duration.ts";
import { decide, type Input, open } from "./decide.ts";
import type { IncidentEvent, PageOf } from "./event.ts";
import type { ReceivedAlert } from "./reception.ts";
import { fold, type Recorded } from "./state.ts";

const START = Date.parse("2026-01-05T09:00:00Z");
const ID = "018f0000-0000-7000-8000-000000000001";
const catalog = exampleCatalog();

const at = (offset: string): number => START + durationMs(offset);

const alert = (changes: Partial<ReceivedAlert> = {}): ReceivedAlert => ({
  fingerprint: "aaaa",
  name: "RedisInstanceDown",
  severity: "critical",
  labels: { service: "gateway", instance: "redis-0" },
  annotations: { summary: "Redis redis-0 does not answer" },
  generatorUrl: "",
  status: "firing",
  startsAt: START,
  endsAt: null,
  source: "eu1",
  incidentKey: "key",
  ...changes,
});

const received = (
  alerts: ReceivedAlert[],
  lives: Record<string, number> = {},
): Input & {
  type: "alerts-received";
} => ({ type: "alerts-received", alerts, lives });

const opening = (alerts = [alert()]) =>
  open({ id: ID, number: 12 }, received(alerts), { now: START, catalog });

/** The history of an incident that one critical alert opened at 09:00, followed by `events` at 09:01. */
const opened = (...events: IncidentEvent[]): Recorded[] => {
  const decision = opening();
  if (decision.kind === "refused") throw new Error("opening is never refused");
  return [
    ...decision.events.map((event) => ({ at: START, event })),
    ...events.map((event) => ({ at: at("1m"), event })),
  ];
};

/** given(history).when(input, now) gives what came of it, short enough to read. */
const given = (history: readonly Recorded[]) => ({
  when: (input: Input, now: number) => {
    const incident = fold(history);
    if (incident === null) throw new Error("given nothing");
    const decision = decide(incident, input, { now, catalog });
    if (decision.kind === "refused") return { refused: decision.refusal.code };
    return {
      events: decision.events.map(({ type }) => type),
      effects: decision.effects.map((effect) =>
        effect.type === "page" ? `page ${effect.page.person}` : effect.input.type,
      ),
    };
  },
});

const NOTHING = { events: [], effects: [] };
const place = (step: number, round = 1) => ({ generation: 1, round, step });
const pageToAna: PageOf = {
  key: `${ID}/1/1/1/ana/email:ana@example.com`,
  place: place(1),
  person: "ana",
  personName: "Ana",
  method: "email:ana@example.com",
};
const acknowledged: IncidentEvent = { type: "acknowledged", by: "ana", via: "link" };
const resolved: IncidentEvent = { type: "incident-resolved", reason: "test" };

describe("opening", () => {
  test("one critical alert opens an incident, pages the first step and times the others", () => {
    const decision = opening();
    expect(decision).toMatchObject({
      kind: "accepted",
      events: [
        { type: "incident-opened", title: "Redis redis-0 does not answer", severity: "critical" },
        { type: "alert-fired" },
        { type: "escalation-started" },
        { type: "step-reached", people: ["ana"] },
        { type: "page-requested", page: pageToAna },
      ],
      effects: [
        { type: "page", page: pageToAna },
        { type: "start-timer", at: at("5m"), input: { type: "step-due", place: place(2) } },
        { type: "start-timer", at: at("15m"), input: { type: "step-due", place: place(3) } },
      ],
    });
  });

  test("alerts that have all resolved open nothing", () => {
    expect(opening([alert({ status: "resolved", endsAt: START })])).toEqual({
      kind: "accepted",
      ...NOTHING,
    });
  });

  test("the most severe alert names the incident", () => {
    const decision = opening([
      alert({ severity: "warning", name: "Slow", fingerprint: "bbbb", annotations: {} }),
      alert(),
    ]);
    expect(decision).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({
          type: "incident-opened",
          title: "Redis redis-0 does not answer",
          severity: "critical",
        }),
      ]),
    });
  });
});

describe("alerts", () => {
  test("the same firing alert again is nothing", () => {
    expect(given(opened()).when(received([alert()]), at("1m"))).toEqual(NOTHING);
  });

  test("a second alert joins without a second page", () => {
    const second = alert({ fingerprint: "bbbb", name: "RedisConnectionFailure" });
    expect(given(opened()).when(received([second]), at("1m"))).toEqual({
      events: ["alert-fired"],
      effects: [],
    });
  });

  const ended = alert({ status: "resolved", endsAt: at("2m") });

  test("a resolve without a newer sign of life waits for one", () => {
    for (const life of [at("1m"), at("2m")]) {
      expect(given(opened()).when(received([ended], { eu1: life }), at("2m"))).toEqual({
        events: ["resolve-reported"],
        effects: ["verification-due"],
      });
    }
  });

  test("a resolve with a newer sign of life counts, and the last one ends the incident", () => {
    expect(given(opened()).when(received([ended], { eu1: at("2m") + 1 }), at("3m"))).toEqual({
      events: ["alert-resolved", "incident-resolved"],
      effects: [],
    });
  });

  test("a resolve of an alert that the incident does not know is nothing", () => {
    const other = { ...ended, fingerprint: "cccc" };
    expect(given(opened()).when(received([other]), at("2m"))).toEqual(NOTHING);
  });

  test("a reported resolve that is reported again asks for no second check", () => {
    const reported: IncidentEvent = {
      type: "resolve-reported",
      fingerprint: "aaaa",
      name: "RedisInstanceDown",
      endsAt: at("2m"),
    };
    const history = opened(reported);
    expect(given(history).when(received([ended], { eu1: START }), at("3m"))).toEqual(NOTHING);
    expect(
      given(history).when({ type: "verification-due", source: "eu1", endsAt: at("2m") }, at("5m")),
    ).toEqual({
      events: ["source-lost"],
      effects: [],
    });
    const lost: IncidentEvent = { type: "source-lost", source: "eu1" };
    const alive = { type: "source-alive", source: "eu1", at: at("6m") } as const;
    expect(given(opened(reported, lost)).when(alive, at("6m"))).toEqual({
      events: ["alert-resolved", "source-returned", "incident-resolved"],
      effects: [],
    });
    const old = { ...alive, at: at("2m") };
    expect(given(opened(reported, lost)).when(old, at("6m"))).toEqual(NOTHING);
  });
});

test("the check of an earlier resolve says nothing of one that was reported just now", () => {
  const reported: IncidentEvent = {
    type: "resolve-reported",
    fingerprint: "aaaa",
    name: "RedisInstanceDown",
    endsAt: at("4m"),
  };
  const early = { type: "verification-due", source: "eu1", endsAt: at("1m") } as const;
  expect(given(opened(reported)).when(early, at("4m"))).toEqual(NOTHING);
});

describe("people", () => {
  test("an acknowledgement counts once for each person", () => {
    const input = { type: "acknowledge", by: "ana", via: "link" } as const;
    expect(given(opened()).when(input, at("1m")).events).toEqual(["acknowledged"]);
    expect(given(opened(acknowledged)).when(input, at("2m"))).toEqual(NOTHING);
    expect(given(opened(acknowledged)).when({ ...input, by: "bo" }, at("2m")).events).toEqual([
      "acknowledged",
    ]);
  });

  test("a resolved incident takes neither an acknowledgement nor a second resolve", () => {
    for (const type of ["acknowledge", "resolve"] as const) {
      const input = { type, by: "ana", via: "link" };
      expect(given(opened(resolved)).when(input, at("2m"))).toEqual({
        refused: "already-resolved",
      });
    }
  });
});

describe("escalation", () => {
  const secondStep: IncidentEvent = {
    type: "step-reached",
    place: place(2),
    people: ["bo"],
    reason: "step 2",
  };

  test("a due step pages its people", () => {
    expect(given(opened()).when({ type: "step-due", place: place(2) }, at("5m"))).toEqual({
      events: ["step-reached", "page-requested"],
      effects: ["page bo"],
    });
  });

  test("a step that was taken already, of another round, or too late does nothing", () => {
    const due = (step: number, round?: number) =>
      ({ type: "step-due", place: place(step, round) }) as const;
    expect(given(opened()).when(due(1), at("5m"))).toEqual(NOTHING);
    expect(given(opened()).when(due(2, 2), at("5m"))).toEqual(NOTHING);
    expect(given(opened(resolved)).when(due(2), at("5m"))).toEqual(NOTHING);
  });

  test("the last step starts the clock of the next round", () => {
    expect(
      given(opened(secondStep)).when({ type: "step-due", place: place(3) }, at("15m")),
    ).toEqual({
      events: ["step-reached", "page-requested"],
      effects: ["page cyd", "round-due"],
    });
  });

  test("a step whose timer overtakes an earlier one takes both, in order", () => {
    const overtaking = { type: "step-due", place: place(3) } as const;
    expect(given(opened()).when(overtaking, at("20m"))).toEqual({
      events: ["step-reached", "page-requested", "step-reached", "page-requested"],
      effects: ["page bo", "page cyd", "round-due"],
    });
  });

  test("after an acknowledgement no round follows", () => {
    const last = { type: "step-due", place: place(3) } as const;
    expect(given(opened(secondStep, acknowledged)).when(last, at("15m"))).toEqual({
      events: ["step-reached", "page-requested", "escalation-finished"],
      effects: ["page cyd"],
    });
  });
});

describe("pages", () => {
  const outcome = (result: Extract<Input, { type: "page-outcome" }>["result"]) =>
    ({ type: "page-outcome", page: pageToAna, result }) as const;

  test("a refused page of a person with no other way goes on to the next step at once", () => {
    const refusal = outcome({ outcome: "refused", reason: "550 no such user" });
    expect(given(opened()).when(refusal, at("1m"))).toEqual({
      events: ["page-refused", "step-reached", "page-requested"],
      effects: ["page bo"],
    });
  });

  test("a page that arrives after the incident has ended is still written down", () => {
    const arrival = outcome({ outcome: "accepted", detail: "250 ok" });
    expect(given(opened(resolved)).when(arrival, at("1m")).events).toEqual(["page-accepted"]);
  });

  test("trouble that goes on is told once", () => {
    const trouble = outcome({ outcome: "retried", reason: "451", retryAt: at("2m") });
    const told: IncidentEvent = {
      type: "page-retried",
      page: pageToAna,
      reason: "451",
      retryAt: at("2m"),
    };
    expect(given(opened()).when(trouble, at("1m")).events).toEqual(["page-retried"]);
    expect(given(opened(told)).when(trouble, at("3m"))).toEqual(NOTHING);
  });
});
