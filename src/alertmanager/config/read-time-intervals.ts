import type { YamlNode } from "../../lib/yaml-node.ts";
import { readTimeInterval } from "../time-interval/read-time-interval.ts";
import type { TimeInterval } from "../time-interval/time-interval.ts";
import type { NamedTimeInterval } from "./config.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "./reading.ts";
import { readText } from "./scalars.ts";

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
  const nameNode = fields.get("name");
  const name = nameNode && readText(reading, nameNode, "name");
  if (name !== undefined && name.text !== "") return { name, place: map.place, intervals };
  return report(reading, map.place, {
    rule: "missing-name",
    message: "missing name in time interval",
    mend: "give it a name",
  });
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
