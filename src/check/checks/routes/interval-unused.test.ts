import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { intervalUnused } from "./interval-unused.ts";

const config = (route: string) => ({
  "alertmanager.yml": `route:
  receiver: a
  routes:
  - matchers: [team=a]
${route}receivers:
- name: a
time_intervals:
- name: nights
  time_intervals:
  - times: [{start_time: '00:00', end_time: '06:00'}]
`,
});

test("an interval that no route names is pointed at", () => {
  expect(foundBy(intervalUnused, config(""))).toMatchObject([
    { severity: "warning", line: 8, column: 9, subject: "nights" },
  ]);
});

test("one that mutes, or that a route is active in, is used", () => {
  expect(foundBy(intervalUnused, config("    mute_time_intervals: [nights]\n"))).toEqual([]);
  expect(foundBy(intervalUnused, config("    active_time_intervals: [nights]\n"))).toEqual([]);
});
