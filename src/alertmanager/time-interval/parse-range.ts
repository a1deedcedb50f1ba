import type { Range } from "./time-interval.ts";

/** A range, or why Alertmanager refuses the text, in its words. */
export type ParsedRange =
  | { readonly ok: true; readonly range: Range }
  | { readonly ok: false; readonly message: string };

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

const wrong = (message: string): ParsedRange => ({ ok: false, message });

type ReadMember = (text: string) => number | string;

const integer: ReadMember = (text) =>
  /^[-+]?\d+$/.test(text) ? Number(text) : `"${text}" is not a number`;

const weekday: ReadMember = (text) => {
  const day = WEEKDAYS.indexOf(text);
  return day >= 0 ? day : `${text} is not a valid weekday`;
};

const month: ReadMember = (text) => {
  const index = MONTHS.indexOf(text);
  if (index >= 0) return index + 1;
  return /^[-+]?\d+$/.test(text) ? Number(text) : `${text} is not a valid month`;
};

const parseMembers = (text: string, read: ReadMember): ParsedRange => {
  const lower = text.toLowerCase();
  const parts = lower.split(":");
  if (parts.length > 2) return wrong(`couldn't parse range ${lower}, invalid format`);
  const [from, to = from] = parts.map(read);
  if (typeof from === "string") return wrong(from);
  if (typeof to === "string") return wrong(to);
  return { ok: true, range: { from: from ?? 0, to: to ?? 0 } };
};

/** `monday:friday` or `saturday`, in any case; 0 is Sunday, and a range does not run over its end. */
export const parseWeekdays = (text: string): ParsedRange => {
  const parsed = parseMembers(text, weekday);
  if (parsed.ok && parsed.range.from > parsed.range.to) {
    return wrong(`the range ${text} ends before it begins; weeks begin on Sunday`);
  }
  return parsed;
};

const isDay = (day: number): boolean => day !== 0 && day >= -31 && day <= 31;

/** `1:5`, `-3:-1` or `15`; negative days count from the end of the month. */
export const parseDaysOfMonth = (text: string): ParsedRange => {
  const parsed = parseMembers(text, integer);
  if (!parsed.ok) return parsed;
  const { from, to } = parsed.range;
  const outside = [from, to].find((day) => !isDay(day));
  if (outside !== undefined) {
    return wrong(`${outside} is not a valid day of the month: out of range`);
  }
  if (from < 0 && to > 0) return wrong("end day must be negative if start day is negative");
  // The shortest month has 28 days: a range that is the wrong way round even in it always is.
  const first = from < 0 ? 28 + from : from;
  const last = to < 0 ? 28 + to : to;
  return first > last ? wrong(`end day ${to} is always before start day ${from}`) : parsed;
};

/** `may:august`, `1:3` or `december`. */
export const parseMonths = (text: string): ParsedRange => {
  const parsed = parseMembers(text, month);
  if (!parsed.ok || parsed.range.from <= parsed.range.to) return parsed;
  const name = (index: number) => MONTHS[index - 1] ?? `${index}`;
  const { from, to } = parsed.range;
  return wrong(`end month ${name(to)} is before start month ${name(from)}`);
};

/** `2020:2022` or `2030`. */
export const parseYears = (text: string): ParsedRange => {
  const parsed = parseMembers(text, integer);
  if (!parsed.ok || parsed.range.from <= parsed.range.to) return parsed;
  return wrong(`end year ${parsed.range.to} is before start year ${parsed.range.from}`);
};

const minutesOf = (text: string): number | undefined => {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1] ?? match[3]) * 60 + Number(match[2] ?? match[4]);
};

/** Two times of day such as 09:00 and 17:30, the last of which may be 24:00. */
export const parseTimes = (start: string, end: string): ParsedRange => {
  if (start === "" || end === "") return wrong("both start and end times must be provided");
  const from = minutesOf(start);
  const to = minutesOf(end);
  if (from === undefined || to === undefined) {
    const bad = from === undefined ? start : end;
    return wrong(`couldn't parse timestamp ${bad}, invalid format`);
  }
  if (from >= to) return wrong("start time cannot be equal or greater than end time");
  return { ok: true, range: { from, to } };
};
