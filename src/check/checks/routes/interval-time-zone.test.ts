import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { intervalTimeZone } from "./interval-time-zone.ts";

const config = (elements: string) => ({
  "alertmanager.yml": `route:
  receiver: a
  routes:
  - matchers: [team=a]
    mute_time_intervals: [nights]
receivers:
- name: a
time_intervals:
- name: nights
  time_intervals:
${elements}`,
});

const NIGHT = "  - times: [{start_time: '00:00', end_time: '06:00'}]\n";

test("times without a location are UTC, which is worth a note", () => {
  expect(foundBy(intervalTimeZone, config(NIGHT))).toMatchObject([
    { severity: "info", line: 11, column: 5, subject: "nights" },
  ]);
});

test("one without beside others that have it was probably forgotten", () => {
  const weekend = "  - weekdays: [sunday]\n    location: Europe/Berlin\n";
  expect(foundBy(intervalTimeZone, config(weekend + NIGHT))).toMatchObject([
    { severity: "warning", line: 13, help: expect.stringContaining("Europe/Berlin") },
  ]);
});

test("a location, even UTC, and intervals of whole months are let be", () => {
  expect(foundBy(intervalTimeZone, config(`${NIGHT}    location: UTC\n`))).toEqual([]);
  expect(foundBy(intervalTimeZone, config("  - months: [december]\n"))).toEqual([]);
});
