import fc from "fast-check";
import { expect, test } from "vitest";
import { isWithin } from "./contains-instant.ts";
import { nextChange } from "./next-change.ts";
import type { TimeInterval } from "./time-interval.ts";

const at = (text: string): number => Date.parse(text);
const iso = (moment: number | undefined) =>
  moment === undefined ? undefined : new Date(moment).toISOString();

const always: TimeInterval = {
  times: [],
  weekdays: [],
  daysOfMonth: [],
  months: [],
  years: [],
  location: undefined,
};

test("the next change of office hours is their next beginning or end", () => {
  const office = [{ ...always, times: [{ from: 540, to: 1020 }], weekdays: [{ from: 1, to: 5 }] }];
  expect(iso(nextChange(office, at("2026-11-25T08:00:00Z")))).toBe("2026-11-25T09:00:00.000Z");
  expect(iso(nextChange(office, at("2026-11-27T09:00:00Z")))).toBe("2026-11-27T17:00:00.000Z");
  expect(iso(nextChange(office, at("2026-11-27T17:00:00Z")))).toBe("2026-11-30T09:00:00.000Z");
});

test("intervals that meet are one stretch", () => {
  const both = [
    { ...always, times: [{ from: 0, to: 720 }] },
    { ...always, times: [{ from: 720, to: 900 }] },
  ];
  expect(iso(nextChange(both, at("2026-11-25T01:00:00Z")))).toBe("2026-11-25T15:00:00.000Z");
});

test("an hour that is skipped, or comes twice, is taken as the clocks show it", () => {
  const half2 = [{ ...always, times: [{ from: 150, to: 180 }], location: "Europe/Berlin" }];
  expect(iso(nextChange(half2, at("2026-03-28T12:00:00Z")))).toBe("2026-03-30T00:30:00.000Z");
  const first = nextChange(half2, at("2026-10-24T12:00:00Z"));
  expect(iso(first)).toBe("2026-10-25T00:30:00.000Z");
  const end = nextChange(half2, first ?? 0);
  expect(iso(end)).toBe("2026-10-25T01:00:00.000Z");
  expect(iso(nextChange(half2, end ?? 0))).toBe("2026-10-25T01:30:00.000Z");
});

test("what never begins, or never ends, has no change", () => {
  expect(nextChange([always], at("2026-11-25T00:00:00Z"))).toBeUndefined();
  expect(nextChange([], at("2026-11-25T00:00:00Z"))).toBeUndefined();
  const thirtieth = {
    ...always,
    daysOfMonth: [{ from: 30, to: 30 }],
    months: [{ from: 2, to: 2 }],
  };
  expect(nextChange([thirtieth], at("2026-11-25T00:00:00Z"))).toBeUndefined();
});

test("a leap day on a certain weekday is found across a century that has none", () => {
  const rare = {
    ...always,
    daysOfMonth: [{ from: 29, to: 29 }],
    months: [{ from: 2, to: 2 }],
    weekdays: [{ from: 0, to: 0 }],
  };
  expect(iso(nextChange([rare], at("2088-03-01T00:00:00Z")))).toBe("2128-02-29T00:00:00.000Z");
});

const range = (low: number, high: number) =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

const anyInterval: fc.Arbitrary<TimeInterval> = fc.record({
  times: fc.array(range(0, 1440), { maxLength: 2 }),
  weekdays: fc.array(range(0, 6), { maxLength: 1 }),
  daysOfMonth: fc.array(range(1, 31), { maxLength: 1 }),
  months: fc.array(range(1, 12), { maxLength: 1 }),
  years: fc.constant([]),
  location: fc.constantFrom(undefined, "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"),
});

test("nothing changes between a moment and its next change", () => {
  const from = at("2026-03-20T00:00:00Z");
  fc.assert(
    fc.property(
      fc.array(anyInterval, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 300 * 1440 }),
      (intervals, minutes) => {
        const start = from + minutes * 60_000;
        const change = nextChange(intervals, start);
        const before = isWithin(intervals, start);
        const until = Math.min(change ?? Infinity, start + 40 * 86_400_000);
        for (let moment = start; moment < until; moment += 30 * 60_000) {
          if (isWithin(intervals, moment) !== before) return false;
        }
        return change === undefined || isWithin(intervals, change) !== before;
      },
    ),
    { seed: 4, numRuns: 60 },
  );
});
