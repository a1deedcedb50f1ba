import { expect, test } from "vitest";
import { type Alert, type AlertPost, alertOf, mergeAlerts } from "./alert.ts";

const TIMEOUT = 300_000;

const taken = (post: Partial<AlertPost>): Alert => {
  const alert = alertOf({ at: 1000, labels: { a: "1" }, ...post }, TIMEOUT);
  if (alert === undefined) throw new Error("refused");
  return alert;
};

test("an alert without times begins as it arrives and ends after the resolve timeout", () => {
  expect(taken({})).toMatchObject({ startsAt: 1000, endsAt: 1000 + TIMEOUT, timesOut: true });
});

test("an alert with an end alone begins as it ends", () => {
  expect(taken({ endsAt: 900 })).toMatchObject({ startsAt: 900, endsAt: 900, timesOut: false });
});

test("empty labels are dropped, and an alert without labels or with a wrong order of times is refused", () => {
  expect(taken({ labels: { a: "1", b: "" } }).labels).toEqual({ a: "1" });
  expect(alertOf({ at: 0, labels: { b: "" } }, TIMEOUT)).toBeUndefined();
  expect(alertOf({ at: 0, labels: { a: "1" }, startsAt: 5, endsAt: 4 }, TIMEOUT)).toBeUndefined();
});

test("a resend with a later end takes the place of the alert", () => {
  const older = taken({ at: 1000, startsAt: 1000, endsAt: 5000 });
  const younger = taken({ at: 2000, startsAt: 1000, endsAt: 6000 });
  expect(mergeAlerts(older, younger)).toBe(younger);
});

test("an alert that begins within another keeps the other's beginning", () => {
  const older = taken({ at: 1000, startsAt: 500, endsAt: 5000 });
  const younger = taken({ at: 2000, startsAt: 2000, endsAt: 6000 });
  expect(mergeAlerts(older, younger)).toMatchObject({ startsAt: 500, endsAt: 6000 });
});

test("a resolve ends an alert that was to go on for long", () => {
  const older = taken({ at: 1000, startsAt: 1000, endsAt: 90_000 });
  const resolve = taken({ at: 2000, startsAt: 1000, endsAt: 2000 });
  expect(mergeAlerts(older, resolve).endsAt).toBe(2000);
});

test("a firing alert does not end earlier than was said before, unless that was the timeout's guess", () => {
  const said = taken({ at: 1000, startsAt: 1000, endsAt: 90_000 });
  const guessed = taken({ at: 1000, startsAt: 1000 });
  const shorter = taken({ at: 2000, startsAt: 1000, endsAt: 5000 });
  expect(mergeAlerts(said, shorter).endsAt).toBe(90_000);
  expect(mergeAlerts(guessed, shorter).endsAt).toBe(5000);
});

test("of two ends that have both come, the later counts", () => {
  const older = taken({ at: 1000, startsAt: 500, endsAt: 900 });
  const younger = taken({ at: 2000, startsAt: 500, endsAt: 700 });
  expect(mergeAlerts(older, younger).endsAt).toBe(900);
});

test("an alert that fires anew after it had ended is another one", () => {
  const older = taken({ at: 1000, startsAt: 500, endsAt: 900 });
  const younger = taken({ at: 2000, startsAt: 2000, endsAt: 9000 });
  expect(mergeAlerts(older, younger)).toBe(younger);
});
