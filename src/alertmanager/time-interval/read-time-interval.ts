import type { YamlNode } from "../../lib/yaml-node.ts";
import { isNull } from "../../lib/yaml-value.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "../config/reading.ts";
import { readText } from "../config/scalars.ts";
import {
  type ParsedRange,
  parseDaysOfMonth,
  parseMonths,
  parseTimes,
  parseWeekdays,
  parseYears,
} from "./parse-range.ts";
import { NEVER, type Range, type TimeInterval } from "./time-interval.ts";
import { isTimeZone } from "./time-zone.ts";

const INTERVAL: KnownFields = {
  what: "time interval",
  names: ["times", "weekdays", "days_of_month", "months", "years", "location"],
  laterNames: [],
};

const TIMES: KnownFields = {
  what: "time range",
  names: ["start_time", "end_time"],
  laterNames: [],
};

const MENDS = {
  times:
    "write start_time before end_time as HH:MM; a night is two ranges, to 24:00 and from 00:00",
  weekdays: "write names such as monday:friday, Sunday being the first day; or several items",
  days_of_month: "write days such as 1:5, or -3:-1 for the last three",
  months: "write names or numbers such as may:august",
  years: "write years such as 2026:2028",
};

/** What Go makes of an item that is null. */
const ZERO: Range = { from: 0, to: 0 };

type ReadRange = (item: YamlNode) => Range | undefined;

/** The ranges of a field; NEVER where it is there without any. */
const readRanges = (
  reading: Reading,
  node: YamlNode | undefined,
  read: { readonly what: string; readonly item: ReadRange },
): readonly Range[] => {
  if (node === undefined) return [];
  const ranges: Range[] = [];
  for (const item of readList(reading, node, read.what)) {
    const range = isNull(item) ? ZERO : read.item(item);
    if (range !== undefined) ranges.push(range);
  }
  return ranges.length === 0 ? [NEVER] : ranges;
};

const reported = (
  reading: Reading,
  node: YamlNode,
  { parsed, mend }: { readonly parsed: ParsedRange; readonly mend: string },
): Range | undefined =>
  parsed.ok
    ? parsed.range
    : report(reading, node.place, { rule: "time-interval", message: parsed.message, mend });

const readTimeRange = (reading: Reading, node: YamlNode): Range | undefined => {
  const map = readMap(reading, node, "an item of times");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, TIMES);
  const textOf = (name: string): string => {
    const value = fields.get(name);
    return (value && readText(reading, value, name)?.text) ?? "";
  };
  const parsed = parseTimes(textOf("start_time"), textOf("end_time"));
  return reported(reading, node, { parsed, mend: MENDS.times });
};

const readLocation = (reading: Reading, node: YamlNode): string | undefined => {
  const text = readText(reading, node, "location");
  if (text === undefined || text.text === "") return undefined;
  if (isTimeZone(text.text)) return text.text;
  return report(reading, node.place, {
    rule: "time-interval",
    message: `unknown time zone ${text.text}`,
    mend: "use a name of the IANA time zone database, such as Europe/Berlin",
  });
};

/** Reads one item of `time_intervals`; undefined, with a problem, when it is no mapping. */
export const readTimeInterval = (reading: Reading, node: YamlNode): TimeInterval | undefined => {
  const map = readMap(reading, node, "an item of time_intervals");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, INTERVAL);
  const ranges = (
    name: Exclude<keyof typeof MENDS, "times">,
    parse: (text: string) => ParsedRange,
  ): readonly Range[] =>
    readRanges(reading, fields.get(name), {
      what: name,
      item: (item) => {
        const text = readText(reading, item, `an item of ${name}`);
        return text && reported(reading, item, { parsed: parse(text.text), mend: MENDS[name] });
      },
    });
  const location = fields.get("location");
  return {
    times: readRanges(reading, fields.get("times"), {
      what: "times",
      item: (item) => readTimeRange(reading, item),
    }),
    weekdays: ranges("weekdays", parseWeekdays),
    daysOfMonth: ranges("days_of_month", parseDaysOfMonth),
    months: ranges("months", parseMonths),
    years: ranges("years", parseYears),
    location: location && readLocation(reading, location),
  };
};
