import { parseDuration } from "../../lib/duration.ts";
import type { SourceProblem } from "../../lib/source.ts";
import type { YamlMap, YamlNode } from "../../lib/yaml-node.ts";
import { fieldOf, isNull } from "../../lib/yaml-value.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { checkReferences, checkRoot, checkUnique } from "./check-references.ts";
import { checkObject } from "./check-value.ts";
import type { AlertmanagerConfig } from "./config.ts";
import { GLOBAL_CONFIG } from "./global-config.ts";
import { readInhibitRules } from "./read-inhibit-rules.ts";
import { readReceivers } from "./read-receivers.ts";
import { readRoute } from "./read-route.ts";
import { readTimeIntervals } from "./read-time-intervals.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "./reading.ts";
import { readTexts } from "./scalars.ts";

const FIELDS = [
  "global",
  "route",
  "inhibit_rules",
  "receivers",
  "templates",
  "mute_time_intervals",
  "time_intervals",
];

const KNOWN: Readonly<Record<AlertmanagerVersion, KnownFields>> = {
  "0.25": { what: "the configuration", names: FIELDS, laterNames: ["tracing"] },
  current: { what: "the configuration", names: [...FIELDS, "tracing"], laterNames: [] },
};

const DEFAULT_RESOLVE_TIMEOUT_MS = 5 * 60_000;

/**
 * Problems that leave it open which alerts a route is for, or when: with one of them, nothing can be said of where
 * alerts go.
 */
const DECISIVE = new Set(["bad-matcher", "time-interval", "wrong-type", "bad-label-name"]);

const readGlobal = (reading: Reading, node: YamlNode | undefined): YamlMap | undefined => {
  if (node === undefined) return undefined;
  checkObject({ reading, path: "", global: undefined, templates: [] }, node, GLOBAL_CONFIG);
  return node.kind === "map" ? node : undefined;
};

const resolveTimeoutMs = (global: YamlMap | undefined): number => {
  const node = fieldOf(global, "resolve_timeout");
  const ms = node?.kind === "scalar" ? parseDuration(node.text) : undefined;
  return ms ?? DEFAULT_RESOLVE_TIMEOUT_MS;
};

const readConfig = (reading: Reading, map: YamlMap): AlertmanagerConfig | undefined => {
  const fields = readFields(reading, map, KNOWN[reading.version]);
  const global = readGlobal(reading, fields.get("global"));
  const receivers = readReceivers(reading, fields.get("receivers"), global);
  const problems: SourceProblem[] = [];
  const decisive = { ...reading, problems };
  const routeNode = fields.get("route");
  const route = routeNode && readRoute(decisive, routeNode);
  const inhibitRules = readInhibitRules(decisive, fields.get("inhibit_rules"));
  const timeIntervals = [
    ...readTimeIntervals(decisive, fields.get("mute_time_intervals"), "mute_time_intervals"),
    ...readTimeIntervals(decisive, fields.get("time_intervals"), "time_intervals"),
  ];
  for (const problem of problems) reading.problems.push(problem);
  const templates = readTexts(
    reading,
    readList(reading, fields.get("templates"), "templates"),
    "an item of templates",
  );
  checkUnique(reading, receivers, "receiver");
  checkUnique(reading, timeIntervals, "time interval");
  if (route === undefined) {
    if (routeNode !== undefined) return undefined;
    return report(reading, map.place, {
      rule: "root-route",
      message: "no route provided in config",
      mend: "add a route with a receiver",
    });
  }
  checkRoot(reading, route);
  checkReferences(reading, route, {
    receivers: receivers.map(({ name }) => name.text),
    timeIntervals: timeIntervals.map(({ name }) => name.text),
  });
  if (problems.some(({ rule }) => DECISIVE.has(rule))) return undefined;
  return {
    file: map.place.file,
    place: map.place,
    resolveTimeoutMs: resolveTimeoutMs(global),
    route,
    receivers,
    inhibitRules,
    timeIntervals,
    templates,
    node: map,
  };
};

/** What a configuration says, where it can be read, and everything that Alertmanager would refuse. */
export type ConfigReading = {
  readonly config: AlertmanagerConfig | undefined;
  readonly problems: readonly SourceProblem[];
};

/**
 * Reads a configuration as strictly as Alertmanager loads it, but finds all mistakes at once. With mistakes that
 * leave it open where alerts go there is no configuration; with others there is one, to be looked at further.
 */
export const readAlertmanagerConfig = (
  node: YamlNode,
  version: AlertmanagerVersion,
): ConfigReading => {
  const reading: Reading = { version, problems: [] };
  if (isNull(node)) {
    report(reading, node.place, {
      rule: "root-route",
      message: "no route provided in config",
      mend: "add a route with a receiver",
    });
    return { config: undefined, problems: reading.problems };
  }
  const map = readMap(reading, node, "the configuration");
  const config = map && readConfig(reading, map);
  return { config, problems: reading.problems };
};
