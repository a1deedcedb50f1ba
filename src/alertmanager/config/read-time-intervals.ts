import type { YamlNode } from "../../lib/yaml-node.ts";
import { readTimeInterval } from "../time-interval/read-time-interval.ts";
import type { TimeInterval } from "../time-interval/time-interval.ts";
import type { NamedTimeInterval } from "./config.ts";
import { type KnownFields, type Reading, readFields, readList, readMap } from "./reading.ts";
import { readName } from "./scalars.ts";

const KNOWN: KnownFields = {
  what: "time interval",
  names: ["name", "time_intervals"],
  laterNames: [],
};

const readIntervals = (reading: Reading, node: YamlNode | undefined): TimeInterval[] => {
  const intervals: TimeInterval[] = [];
  for (const item of readList(reading, node, "time_intervals")) {
    const interval = readTimeInterval(reading, item);
    if (interval !== undefined) intervals.push(interval);
  }
  return intervals;
};

const readNamed = (reading: Reading, node: YamlNode): NamedTimeInterval | undefined => {
  const map = readMap(reading, node, "a time interval");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, KNOWN);
  const intervals = readIntervals(reading, fields.get("time_intervals"));
  const name = readName(reading, map, "time interval");
  return name && { name, place: map.place, intervals };
};

/** Reads `time_intervals`, or the deprecated `mute_time_intervals`, of the whole configuration. */
export const readTimeIntervals = (
  reading: Reading,
  node: YamlNode | undefined,
  what: string,
): NamedTimeInterval[] => {
  const named: NamedTimeInterval[] = [];
  for (const item of readList(reading, node, what)) {
    const interval = readNamed(reading, item);
    if (interval !== undefined) named.push(interval);
  }
  return named;
};
