import { expect, test } from "vitest";
import { readEvidence } from "../evidence/read-evidence.ts";
import { examine } from "../examine.ts";
import { DEFAULT_SETTINGS } from "../settings.ts";
import type { ArrivedFiring } from "./deliveries.ts";
import { isNightIn } from "./night.ts";
import { type Counting, figuresOf, type Ring, toldOfEach } from "./statistics.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BEGIN = Date.UTC(2026, 0, 5);

const alertNamed = (name: string) => {
  const text = `groups:\n- name: g\n  rules:\n  - alert: ${name}\n    expr: up == 0\n`;
  const evidence = readEvidence([{ path: "rules.yml", text }], "current");
  const [alert] = examine(evidence, DEFAULT_SETTINGS, "2026-11-25").examined.alerts;
  if (alert === undefined) throw new Error("no alert");
  return alert;
};
const alert = alertNamed("A");

/** A firing from one minute to another. */
const firing = (from: number, to: number | undefined, instance = "a"): ArrivedFiring => {
  const labels = { alertname: "A", instance };
  return {
    alert,
    labels,
    arriving: labels,
    activeAt: BEGIN + from * MINUTE,
    firedAt: BEGIN + from * MINUTE,
    resolvedAt: to === undefined ? undefined : BEGIN + to * MINUTE,
  };
};

const ring = (minute: number, ...about: ArrivedFiring[]): Ring => ({
  at: BEGIN + minute * MINUTE,
  about,
});

const counting: Counting = { from: BEGIN, to: BEGIN + 14 * DAY, isNight: isNightIn("UTC") };

const figures = (firings: readonly ArrivedFiring[], rings: readonly Ring[] = []) =>
  figuresOf(firings, { told: { rings, messages: [] }, pendingOnly: 0 }, counting);

test("what fires again within fifteen minutes has flapped, of the same labels only", () => {
  const firings = [
    firing(0, 20),
    firing(35, 60),
    firing(76, 90),
    firing(95, 100, "b"),
    firing(116, undefined),
  ];
  expect(figures(firings).flaps).toBe(1);
});

test("five minutes are soon over, more are not, and what goes on is not over", () => {
  expect(figures([firing(0, 5), firing(10, 16), firing(20, undefined)]).selfResolved).toBe(1);
});

test("a page counts once for all that it tells of, and again is again for each of them", () => {
  const [a, b, c] = [firing(600, 700), firing(601, 700, "b"), firing(800, 900)];
  const found = figures([a, b, c], [ring(601, a, b), ring(650, a), ring(801, c)]);
  expect(found).toMatchObject({ pages: 3, pagesPerWeek: 1.5, untold: 0, nightPages: 0 });
  // Of three firings that were told of, one was told of twice.
  expect(found.duplicatesPerFiring).toBeCloseTo(1 / 3);
});

test("the time to tell is counted from the condition, and is the middle of all", () => {
  const firings = [firing(0, 60), firing(100, 160), firing(200, 260)];
  const found = figures(
    firings,
    firings.map((one, index) => ring([1, 109, 203][index] ?? 0, one)),
  );
  expect(found.timeToDetectMs).toBe(3 * MINUTE);
});

test("what nobody was told of is counted, and has no time to tell", () => {
  expect(figures([firing(0, 60)])).toMatchObject({ untold: 1, timeToDetectMs: null });
});

test("what joins something that was told already is told of, and rings nobody", () => {
  const [first, joined] = [firing(0, 60), firing(10, 60, "b")];
  const update = { ...ring(15, first, joined), kind: "update" as const };
  const told = { rings: [ring(1, first)], messages: [update, update] };
  expect(figuresOf([first, joined], { told, pendingOnly: 0 }, counting)).toMatchObject({
    pages: 1,
    untold: 0,
    duplicatesPerFiring: 0,
  });
});

test("a page that tells of two alerts is one for each of them", () => {
  const [a, b] = [firing(0, 60), { ...firing(0, 60), alert: alertNamed("B") }];
  const toldOf = toldOfEach({ rings: [ring(1, a, b), ring(30, a)], messages: [] });
  expect(toldOf("A").rings).toEqual([ring(1, a), ring(30, a)]);
  expect(toldOf("B").rings).toEqual([ring(1, b)]);
  expect(toldOf("C")).toEqual({ rings: [], messages: [] });
});

test("nights are those of the zone, over changes of the clock", () => {
  const isNight = isNightIn("Europe/Berlin");
  expect(
    ["2026-01-05T20:59Z", "2026-01-05T21:00Z", "2026-01-06T06:59Z", "2026-01-06T07:00Z"].map(
      (moment) => isNight(Date.parse(moment)),
    ),
  ).toEqual([false, true, true, false]);
  expect(
    ["2026-07-05T19:59Z", "2026-07-05T20:00Z", "2026-07-06T05:59Z", "2026-07-06T06:00Z"].map(
      (moment) => isNight(Date.parse(moment)),
    ),
  ).toEqual([false, true, true, false]);
});
