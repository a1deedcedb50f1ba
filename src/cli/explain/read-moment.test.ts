import { expect, test } from "vitest";
import { readMoment } from "./read-moment.ts";

const berlin = "Europe/Berlin";

test.each([
  ["2026-12-24 03:00", "2026-12-24T02:00:00Z", berlin],
  ["2026-07-24 03:00", "2026-07-24T01:00:00Z", berlin],
  ["2026-12-24", "2026-12-23T23:00:00Z", berlin],
  ["2026-12-24T03:00:30", "2026-12-24T02:00:30Z", berlin],
  ["2026-12-24T02:00:00Z", "2026-12-24T02:00:00Z", "UTC"],
  ["2026-12-24T02:00:00.250Z", "2026-12-24T02:00:00.250Z", "UTC"],
  ["2026-12-24 02:00 UTC", "2026-12-24T02:00:00Z", "UTC"],
  ["2026-12-24T02:00:00+05:30", "2026-12-23T20:30:00Z", "+05:30"],
  ["2026-12-24 02:00 -0800", "2026-12-24T10:00:00Z", "-08:00"],
  ["2026-12-24 03:00 America/New_York", "2026-12-24T08:00:00Z", "America/New_York"],
])("%s is read in its own zone, or else in the local one", (text, moment, zone) => {
  expect(readMoment(text, berlin)).toEqual({ at: Date.parse(moment), zone });
});

test("a time that the clocks skip is taken as they do", () => {
  const { at } = readMoment("2027-03-28 02:30", berlin);
  expect(new Date(at).toISOString()).toBe("2027-03-28T01:30:00.000Z");
});

test.each([
  "soon",
  "",
  "2026-13-01",
  "2026-02-30 03:00",
  "25:00",
  "2026-12-24 24:30",
  "2026-12-24 03:00 Mars/Base",
])("%j is refused with what to write", (text) => {
  expect(() => readMoment(text, berlin)).toThrow(/is no moment/);
});
