import { expect, test } from "vitest";
import { containsInstant, isWithin } from "./contains-instant.ts";
import { NEVER, type TimeInterval } from "./time-interval.ts";

const at = (text: string): number => Date.parse(text);

const interval = (fields: Partial<TimeInterval>): TimeInterval => ({
  times: [],
  weekdays: [],
  daysOfMonth: [],
  months: [],
  years: [],
  location: undefined,
  ...fields,
});

test("an interval without fields has every moment", () => {
  expect(containsInstant(interval({}), at("2020-01-01T00:00:00Z"))).toBe(true);
});

test("times have their first minute and not their last", () => {
  const night = interval({ times: [{ from: 22 * 60, to: 1440 }] });
  expect(containsInstant(night, at("2020-07-08T21:59:59.999Z"))).toBe(false);
  expect(containsInstant(night, at("2020-07-08T22:00:00Z"))).toBe(true);
  expect(containsInstant(night, at("2020-07-08T23:59:59Z"))).toBe(true);
  expect(containsInstant(night, at("2020-07-09T00:00:00Z"))).toBe(false);
});

test("fields must all have the moment, ranges of a field need only one", () => {
  const office = interval({
    times: [{ from: 540, to: 1020 }],
    weekdays: [{ from: 1, to: 5 }],
    months: [
      { from: 1, to: 3 },
      { from: 6, to: 6 },
    ],
    years: [{ from: 2020, to: 2023 }],
  });
  expect(containsInstant(office, at("2020-06-01T09:00:00Z"))).toBe(true);
  expect(containsInstant(office, at("2020-06-06T09:00:00Z"))).toBe(false);
  expect(containsInstant(office, at("2020-05-01T09:00:00Z"))).toBe(false);
  expect(containsInstant(office, at("2024-06-03T09:00:00Z"))).toBe(false);
});

test("days of the month count from its end when they are negative, and are cut to the month", () => {
  const lastTwo = interval({ daysOfMonth: [{ from: -2, to: -1 }] });
  expect(containsInstant(lastTwo, at("2020-02-28T12:00:00Z"))).toBe(true);
  expect(containsInstant(lastTwo, at("2020-02-27T12:00:00Z"))).toBe(false);
  const late = interval({ daysOfMonth: [{ from: 29, to: 31 }] });
  expect(containsInstant(late, at("2021-02-28T12:00:00Z"))).toBe(false);
  const fromLongAgo = interval({ daysOfMonth: [{ from: -31, to: 5 }] });
  expect(containsInstant(fromLongAgo, at("2021-06-05T00:00:00Z"))).toBe(true);
  expect(containsInstant(fromLongAgo, at("2021-06-06T00:00:00Z"))).toBe(false);
});

test("a location moves the clocks, and follows daylight saving time", () => {
  const morning = interval({ times: [{ from: 540, to: 600 }], location: "Australia/Sydney" });
  expect(containsInstant(morning, at("2021-07-01T23:30:00Z"))).toBe(true);
  expect(containsInstant(morning, at("2021-01-01T22:30:00Z"))).toBe(true);
  expect(containsInstant(morning, at("2021-01-01T23:30:00Z"))).toBe(false);
});

test("the month in which the clocks go forward is a day short, as in Alertmanager", () => {
  const lastDay = interval({ daysOfMonth: [{ from: -1, to: -1 }], location: "Europe/Berlin" });
  expect(containsInstant(lastDay, at("2026-03-30T12:00:00Z"))).toBe(true);
  expect(containsInstant(lastDay, at("2026-03-31T12:00:00Z"))).toBe(false);
  expect(containsInstant(lastDay, at("2026-10-31T12:00:00Z"))).toBe(true);
});

test("a field that is written and empty keeps every moment out", () => {
  expect(containsInstant(interval({ months: [NEVER] }), at("2020-01-01T00:00:00Z"))).toBe(false);
  expect(containsInstant(interval({ times: [NEVER] }), at("2020-01-01T00:00:00Z"))).toBe(false);
});

test("intervals under one name are alternatives", () => {
  const weekend = [
    interval({ weekdays: [{ from: 6, to: 6 }] }),
    interval({ weekdays: [{ from: 0, to: 0 }] }),
  ];
  expect(isWithin(weekend, at("2026-11-22T03:00:00Z"))).toBe(true);
  expect(isWithin(weekend, at("2026-11-23T03:00:00Z"))).toBe(false);
  expect(isWithin([], at("2026-11-23T03:00:00Z"))).toBe(false);
});
