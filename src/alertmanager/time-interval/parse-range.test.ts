import { expect, test } from "vitest";
import {
  type ParsedRange,
  parseDaysOfMonth,
  parseMonths,
  parseTimes,
  parseWeekdays,
  parseYears,
} from "./parse-range.ts";

const shown = (parsed: ParsedRange): string =>
  parsed.ok ? `${parsed.range.from} to ${parsed.range.to}` : parsed.message;

test("weekdays are names in any case, from Sunday on", () => {
  expect(shown(parseWeekdays("Monday:FRIDAY"))).toBe("1 to 5");
  expect(shown(parseWeekdays("sunday"))).toBe("0 to 0");
  expect(shown(parseWeekdays("friday:monday"))).toMatch("ends before it begins");
  expect(shown(parseWeekdays("blurgsday"))).toBe("blurgsday is not a valid weekday");
  expect(shown(parseWeekdays("monday:tuesday:friday"))).toMatch("invalid format");
});

test("days of the month are never 0, and a range that is always backwards is refused", () => {
  expect(shown(parseDaysOfMonth("1:5"))).toBe("1 to 5");
  expect(shown(parseDaysOfMonth("-3:-1"))).toBe("-3 to -1");
  expect(shown(parseDaysOfMonth("10:-25"))).toBe("end day -25 is always before start day 10");
  expect(shown(parseDaysOfMonth("-31:15"))).toMatch("must be negative");
  expect(shown(parseDaysOfMonth("0"))).toMatch("0 is not a valid day of the month");
  expect(shown(parseDaysOfMonth("32"))).toMatch("32 is not a valid day of the month");
  expect(shown(parseDaysOfMonth("5:1"))).toBe("end day 1 is always before start day 5");
  expect(shown(parseDaysOfMonth("one"))).toMatch("not a number");
});

test("months are names or numbers, years numbers", () => {
  expect(shown(parseMonths("1:June"))).toBe("1 to 6");
  expect(shown(parseMonths("september:may"))).toBe("end month may is before start month september");
  expect(shown(parseMonths("martober"))).toBe("martober is not a valid month");
  expect(shown(parseYears("2020:2022"))).toBe("2020 to 2022");
  expect(shown(parseYears("2022:2020"))).toBe("end year 2020 is before start year 2022");
});

test("times are HH:MM up to 24:00, and do not run over midnight", () => {
  expect(shown(parseTimes("00:00", "24:00"))).toBe("0 to 1440");
  expect(shown(parseTimes("22:00", "06:00"))).toMatch("start time cannot be equal or greater");
  expect(shown(parseTimes("9:00", "10:00"))).toBe("couldn't parse timestamp 9:00, invalid format");
  expect(shown(parseTimes("09:00", "24:01"))).toMatch("24:01");
  expect(shown(parseTimes("", "10:00"))).toBe("both start and end times must be provided");
});
