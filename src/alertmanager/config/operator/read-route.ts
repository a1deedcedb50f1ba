import type { YamlNode } from "../../../lib/yaml-node.ts";
import type { WrittenRoute } from "../config.ts";
import { readGroupBy, readTimer } from "../read-route.ts";
import { type KnownFields, type Reading, readFields, readList, readMap } from "../reading.ts";
import { readBool, readText, readTexts } from "../scalars.ts";
import { readResourceMatchers } from "./read-matchers.ts";
import { type Identity, prefixed } from "./resource.ts";

const ROUTE: KnownFields = {
  what: "route",
  names: [
    "receiver",
    "groupBy",
    "groupWait",
    "groupInterval",
    "repeatInterval",
    "matchers",
    "continue",
    "routes",
    "muteTimeIntervals",
    "activeTimeIntervals",
  ],
  laterNames: [],
};

/** Reads the route of a resource and those below it, names with their prefix. */
export const readResourceRoute = (
  reading: Reading,
  node: YamlNode,
  identity: Identity,
): WrittenRoute | undefined => {
  const map = readMap(reading, node, "a route");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, ROUTE);
  const field = (name: string) => fields.get(name);
  const timer = (name: string, isPositive: boolean) =>
    readTimer(reading, field(name), { name, isPositive });
  const namesIn = (name: string) =>
    readTexts(reading, readList(reading, field(name), name), `an item of ${name}`).map((text) =>
      prefixed(text, identity),
    );
  const receiverNode = field("receiver");
  const receiver = receiverNode && readText(reading, receiverNode, "receiver");
  const groupBy = field("groupBy");
  const continues = field("continue");
  return {
    place: map.place,
    receiver: receiver && receiver.text !== "" ? prefixed(receiver, identity) : undefined,
    matchers: readResourceMatchers(reading, field("matchers"), "matchers"),
    continues: continues !== undefined && readBool(reading, continues, "continue") === true,
    groupBy: groupBy && readGroupBy(reading, groupBy),
    groupWaitMs: timer("groupWait", false),
    groupIntervalMs: timer("groupInterval", true),
    repeatIntervalMs: timer("repeatInterval", true),
    muteTimeIntervals: namesIn("muteTimeIntervals"),
    activeTimeIntervals: namesIn("activeTimeIntervals"),
    routes: readList(reading, field("routes"), "routes").flatMap(
      (child) => readResourceRoute(reading, child, identity) ?? [],
    ),
    node: map,
  };
};
