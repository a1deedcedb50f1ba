import type { YamlNode } from "../../../lib/yaml-node.ts";
import {
  type ParsedRange,
  parseDaysOfMonth,
  parseMonths,
  parseTimes,
  parseWeekdays,
  parseYears,
} from "../../time-interval/parse-range.ts";
import type { Range, TimeInterval } from "../../time-interval/time-interval.ts";
import type { NamedTimeInterval } from "../config.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "../reading.ts";
import { readName, readText } from "../scalars.ts";
import { type Identity, prefixed } from "./resource.ts";

const known = (what: string, ...names: readonly string[]): KnownFields => ({
  what,
  names,
  laterNames: [],
});

const NAMED = known("time interval", "name", "timeIntervals");
const INTERVAL = known("time interval", "times", "weekdays", "daysOfMonth", "months", "years");
const TIMES = known("time range", "startTime", "endTime");
const DAYS = known("range of days", "start", "end");

type ParseItem = (reading: Reading, item: YamlNode) => ParsedRange | undefined;

const textItem =
  (parse: (text: string) => ParsedRange): ParseItem =>
  (reading, item) => {
    const text = readText(reading, item, "a range");
    return text && parse(text.text);
  };

const pairItem =
  (fieldsOf: KnownFields, parse: (first: string, second: string) => ParsedRange): ParseItem =>
  (reading, item) => {
    const map = readMap(reading, item, fieldsOf.what);
    if (map === undefined) return undefined;
    const fields = readFields(reading, map, fieldsOf);
    const [first = "", second = ""] = fieldsOf.names.map((name) => {
      const node = fields.get(name);
      return (node && readText(reading, node, name)?.text) ?? "";
    });
    return parse(first, second);
  };

const PARSERS = {
  times: pairItem(TIMES, parseTimes),
  weekdays: textItem(parseWeekdays),
  daysOfMonth: pairItem(DAYS, (start, end) =>
    parseDaysOfMonth(end === "" || end === "0" ? start : `${start}:${end}`),
  ),
  months: textItem(parseMonths),
  years: textItem(parseYears),
} satisfies Record<string, ParseItem>;

const readInterval = (reading: Reading, node: YamlNode): TimeInterval | undefined => {
  const map = readMap(reading, node, "an item of timeIntervals");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, INTERVAL);
  const ranges = (name: keyof typeof PARSERS): Range[] =>
    readList(reading, fields.get(name), name).flatMap((item) => {
      const parsed = PARSERS[name](reading, item);
      if (parsed === undefined) return [];
      if (parsed.ok) return [parsed.range];
      const mend = "correct the range, or write it as several";
      report(reading, item.place, { rule: "time-interval", message: parsed.message, mend });
      return [];
    });
  return {
    times: ranges("times"),
    weekdays: ranges("weekdays"),
    daysOfMonth: ranges("daysOfMonth"),
    months: ranges("months"),
    years: ranges("years"),
    location: undefined,
  };
};

/** Reads `muteTimeIntervals` of v1alpha1 or `timeIntervals` of v1beta1; times are those of UTC. */
export const readResourceTimeIntervals = (
  reading: Reading,
  node: YamlNode | undefined,
  identity: Identity,
): NamedTimeInterval[] =>
  readList(reading, node, "time intervals").flatMap((item) => {
    const map = readMap(reading, item, "a time interval");
    if (map === undefined) return [];
    const fields = readFields(reading, map, NAMED);
    const intervals = readList(reading, fields.get("timeIntervals"), "timeIntervals").flatMap(
      (interval) => readInterval(reading, interval) ?? [],
    );
    const name = readName(reading, map, "time interval");
    return name === undefined
      ? []
      : [{ name: prefixed(name, identity), place: map.place, intervals }];
  });
