import { expect, test } from "vitest";
import { parseYaml } from "../../lib/located-yaml.ts";
import type { Reading } from "../config/reading.ts";
import { readTimeInterval } from "./read-time-interval.ts";
import { NEVER } from "./time-interval.ts";

const read = (text: string) => {
  const reading: Reading = { version: "current", problems: [] };
  const [document] = parseYaml(text, "a.yml").documents;
  const interval = document && readTimeInterval(reading, document);
  return {
    interval,
    problems: reading.problems.map(
      ({ place, message }) => `${place.line}:${place.column} ${message}`,
    ),
  };
};

test("all fields are read", () => {
  expect(
    read(`
times: [{ start_time: 09:00, end_time: '17:00' }]
weekdays: ['monday:friday']
days_of_month: [1, '-3:-1']
months: [1:3, may]
years: [2026]
location: Europe/Berlin
`),
  ).toEqual({
    problems: [],
    interval: {
      times: [{ from: 540, to: 1020 }],
      weekdays: [{ from: 1, to: 5 }],
      daysOfMonth: [
        { from: 1, to: 1 },
        { from: -3, to: -1 },
      ],
      months: [
        { from: 1, to: 3 },
        { from: 5, to: 5 },
      ],
      years: [{ from: 2026, to: 2026 }],
      location: "Europe/Berlin",
    },
  });
});

test("a field that is there and empty has no moment, one that is null all of them", () => {
  const { interval } = read("months: []\nyears:\n");
  expect(interval?.months).toEqual([NEVER]);
  expect(interval?.years).toEqual([]);
});

test("mistakes are at their places", () => {
  expect(
    read("times: [{ start_time: '22:00', end_time: '06:00' }]\nlocation: Mars").problems,
  ).toEqual([
    "1:9 start time cannot be equal or greater than end time",
    "2:11 unknown time zone Mars",
  ]);
});
