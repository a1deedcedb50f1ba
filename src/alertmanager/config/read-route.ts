import type { LocatedText } from "../../lib/source.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import type { WrittenRoute } from "./config.ts";
import { isLabelName, readMatchers, readMatchMap } from "./read-matchers.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "./reading.ts";
import { readBool, readDuration, readText, readTexts } from "./scalars.ts";

const ROUTE_FIELDS: KnownFields = {
  what: "route",
  names: [
    "receiver",
    "group_by",
    "continue",
    "match",
    "match_re",
    "matchers",
    "group_wait",
    "group_interval",
    "repeat_interval",
    "mute_time_intervals",
    "active_time_intervals",
    "routes",
  ],
  laterNames: [],
};

/** Checks and reads the labels to group by: a name no more than once, and `...` alone. */
export const readGroupBy = (reading: Reading, node: YamlNode): readonly LocatedText[] => {
  const names = readTexts(reading, readList(reading, node, "group_by"), "an item of group_by");
  const seen = new Set<string>();
  for (const name of names) {
    const place = name.placeAt(0);
    if (name.text !== "..." && !isLabelName(reading, name.text)) {
      report(reading, place, {
        rule: "bad-label-name",
        message: `"${name.text}" in group_by is not a valid label name`,
        mend: "use letters, digits and underscores",
      });
    } else if (seen.has(name.text) && name.text !== "...") {
      report(reading, place, {
        rule: "group-by",
        message: `the label ${name.text} is in group_by twice`,
        mend: "remove one of them",
      });
    }
    seen.add(name.text);
  }
  if (seen.has("...") && seen.size > 1) {
    report(reading, node.place, {
      rule: "group-by",
      message: "group_by has both ... and labels, and ... already means all of them",
      mend: "keep ... alone, or the labels alone",
    });
  }
  return names;
};

/** A timer that must not be zero where `isPositive`. */
export const readTimer = (
  reading: Reading,
  node: YamlNode | undefined,
  { name, isPositive }: { readonly name: string; readonly isPositive: boolean },
): number | undefined => {
  if (node === undefined) return undefined;
  const ms = readDuration(reading, node, name);
  if (ms === 0 && isPositive) {
    report(reading, node.place, {
      rule: "zero-interval",
      message: `${name} cannot be zero`,
      mend: "write a duration such as 5m, or leave it out",
    });
  }
  return ms;
};

const readChildren = (reading: Reading, node: YamlNode | undefined): WrittenRoute[] => {
  const children: WrittenRoute[] = [];
  for (const item of readList(reading, node, "routes")) {
    const child = readRoute(reading, item);
    if (child !== undefined) children.push(child);
  }
  return children;
};

/** Reads one route and those below it; undefined, with a problem, when it is no mapping. */
export const readRoute = (reading: Reading, node: YamlNode): WrittenRoute | undefined => {
  const map = readMap(reading, node, "a route");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, ROUTE_FIELDS);
  const field = (name: string) => fields.get(name);
  const namesIn = (name: string) =>
    readTexts(reading, readList(reading, field(name), name), `an item of ${name}`);
  const receiver = field("receiver");
  const groupBy = field("group_by");
  const continues = field("continue");
  return {
    place: map.place,
    receiver: receiver && readText(reading, receiver, "receiver"),
    matchers: [
      ...readMatchMap(reading, field("match"), { what: "match", operator: "=" }),
      ...readMatchMap(reading, field("match_re"), { what: "match_re", operator: "=~" }),
      ...readMatchers(reading, field("matchers"), "matchers"),
    ],
    continues: continues !== undefined && readBool(reading, continues, "continue") === true,
    groupBy: groupBy && readGroupBy(reading, groupBy),
    groupWaitMs: readTimer(reading, field("group_wait"), { name: "group_wait", isPositive: false }),
    groupIntervalMs: readTimer(reading, field("group_interval"), {
      name: "group_interval",
      isPositive: true,
    }),
    repeatIntervalMs: readTimer(reading, field("repeat_interval"), {
      name: "repeat_interval",
      isPositive: true,
    }),
    muteTimeIntervals: namesIn("mute_time_intervals"),
    activeTimeIntervals: namesIn("active_time_intervals"),
    routes: readChildren(reading, field("routes")),
    node: map,
  };
};
