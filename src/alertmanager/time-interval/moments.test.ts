import { expect, test } from "vitest";
import { isWithin } from "./contains-instant.ts";
import { momentsOf, nextSundayNight } from "./moments.ts";
import type { TimeInterval } from "./time-interval.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");

const always: TimeInterval = {
  times: [],
  weekdays: [],
  daysOfMonth: [],
  months: [],
  years: [],
  location: undefined,
};

const combinations = (named: ReadonlyMap<string, readonly TimeInterval[]>) =>
  momentsOf(named, NOW).map(({ active }) => active.join("+"));

test("without intervals, one moment stands for all: a Sunday night", () => {
  expect(momentsOf(new Map(), NOW)).toEqual([
    { at: Date.parse("2026-11-29T03:00:00Z"), active: [] },
  ]);
});

test("each combination of active intervals has one moment, at which it is so", () => {
  const named = new Map([
    ["office", [{ ...always, times: [{ from: 540, to: 1020 }], weekdays: [{ from: 1, to: 5 }] }]],
    [
      "weekend",
      [
        { ...always, weekdays: [{ from: 6, to: 6 }] },
        { ...always, weekdays: [{ from: 0, to: 0 }] },
      ],
    ],
    ["december", [{ ...always, months: [{ from: 12, to: 12 }] }]],
  ]);
  expect(combinations(named).sort()).toEqual(
    ["", "december", "december+office", "december+weekend", "office", "weekend"].sort(),
  );
  for (const { at, active } of momentsOf(named, NOW)) {
    const there = [...named]
      .filter(([, intervals]) => isWithin(intervals, at))
      .map(([name]) => name);
    expect(there.sort()).toEqual(active);
  }
});

test("an hour that zones share only between their changes of the clocks is found", () => {
  const named = new Map([
    ["berlin", [{ ...always, times: [{ from: 840, to: 870 }], location: "Europe/Berlin" }]],
    ["new-york", [{ ...always, times: [{ from: 540, to: 570 }], location: "America/New_York" }]],
  ]);
  expect(combinations(named)).toContain("berlin+new-york");
});

test("an interval of a later year is found", () => {
  const named = new Map([["later", [{ ...always, years: [{ from: 2031, to: 2031 }] }]]]);
  expect(combinations(named)).toEqual(["", "later"]);
});

test("a Sunday night is three o'clock where the people are", () => {
  expect(new Date(nextSundayNight("America/New_York", NOW)).toISOString()).toBe(
    "2026-11-29T08:00:00.000Z",
  );
  expect(nextSundayNight("UTC", Date.parse("2026-11-29T03:00:00Z"))).toBe(
    Date.parse("2026-11-29T03:00:00Z"),
  );
  expect(nextSundayNight("UTC", Date.parse("2026-11-29T03:00:01Z"))).toBe(
    Date.parse("2026-12-06T03:00:00Z"),
  );
});
