import { type Civil, civilOf, type GoTime, nanosecond, offsetOf, unixSeconds } from "./go-time.ts";

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export const WEEKDAYS = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;

/** The parts of Go's reference time, longest first where one begins another. */
const PART =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|2|__2|_2006|_2|3|4|5|PM|pm|[-Z]07(?:0000|:00:00|00|:00)?|[.,](?:0+|9+)(?!\d)/g;

const twoDigits = (value: number): string => String(value).padStart(2, "0");

const offsetText = (offset: number, part: string): string => {
  if (part.startsWith("Z") && offset === 0) return "Z";
  const distance = Math.abs(offset);
  const fields = [Math.floor(distance / 3600), Math.floor(distance / 60) % 60, distance % 60];
  const count = (part.length - 1 - part.split(":").length + 1) / 2;
  const between = part.includes(":") ? ":" : "";
  return (offset < 0 ? "-" : "+") + fields.slice(0, count).map(twoDigits).join(between);
};

const zoneName = (time: GoTime): string => {
  const name = time.zone.nameAt(unixSeconds(time));
  return name === "" ? offsetText(offsetOf(time), "-0700") : name;
};

const fractionText = (time: GoTime, part: string): string => {
  const digits = String(nanosecond(time))
    .padStart(9, "0")
    .slice(0, part.length - 1);
  const padded = digits.padEnd(part.length - 1, "0");
  const shown = part[1] === "9" ? padded.replace(/0+$/, "") : padded;
  return shown === "" ? "" : `${part[0]}${shown}`;
};

const hour12 = ({ hour }: Civil): number => hour % 12 || 12;

const CIVIL_PARTS: Readonly<Record<string, (civil: Civil) => string>> = {
  January: ({ month }) => MONTHS[month - 1] ?? "",
  Jan: ({ month }) => (MONTHS[month - 1] ?? "").slice(0, 3),
  Monday: ({ weekday }) => WEEKDAYS[weekday] ?? "",
  Mon: ({ weekday }) => (WEEKDAYS[weekday] ?? "").slice(0, 3),
  "01": ({ month }) => twoDigits(month),
  "1": ({ month }) => String(month),
  "02": ({ day }) => twoDigits(day),
  "2": ({ day }) => String(day),
  _2: ({ day }) => String(day).padStart(2),
  "002": ({ yearDay }) => String(yearDay).padStart(3, "0"),
  __2: ({ yearDay }) => String(yearDay).padStart(3),
  "15": ({ hour }) => twoDigits(hour),
  "03": (civil) => twoDigits(hour12(civil)),
  "3": (civil) => String(hour12(civil)),
  "04": ({ minute }) => twoDigits(minute),
  "4": ({ minute }) => String(minute),
  "05": ({ second }) => twoDigits(second),
  "5": ({ second }) => String(second),
  "2006": ({ year }) => String(year).padStart(4, "0"),
  _2006: ({ year }) => `_${String(year).padStart(4, "0")}`,
  "06": ({ year }) => twoDigits(year % 100),
  PM: ({ hour }) => (hour >= 12 ? "PM" : "AM"),
  pm: ({ hour }) => (hour >= 12 ? "pm" : "am"),
};

/** Go's Time.Format. */
export const formatTime = (time: GoTime, layout: string): string => {
  const civil = civilOf(time);
  return layout.replace(PART, (part) => {
    if (part === "MST") return zoneName(time);
    if (part.startsWith("-") || part.startsWith("Z")) return offsetText(offsetOf(time), part);
    if (part.startsWith(".") || part.startsWith(",")) return fractionText(time, part);
    return CIVIL_PARTS[part]?.(civil) ?? part;
  });
};

/** Go's Time.String. */
export const timeText = (time: GoTime): string =>
  formatTime(time, "2006-01-02 15:04:05.999999999 -0700 MST");
