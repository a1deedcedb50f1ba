import type { LocatedText, SourceProblem } from "../../../lib/source.ts";
import type { YamlMap, YamlNode } from "../../../lib/yaml-node.ts";
import { asBool, fieldOf } from "../../../lib/yaml-value.ts";
import type { AlertmanagerVersion } from "../../version.ts";
import { checkReferences, checkUnique } from "../check-references.ts";
import type { InhibitRule, Integration, Receiver } from "../config.ts";
import { integrationTypes } from "../integrations/integration-types.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "../reading.ts";
import { readName, readTexts } from "../scalars.ts";
import { DEFAULT_NAMESPACE } from "./matcher-strategy.ts";
import { readResourceMatchers } from "./read-matchers.ts";
import { readResourceRoute } from "./read-route.ts";
import { readResourceTimeIntervals } from "./read-time-intervals.ts";
import { type AlertmanagerConfigResource, type Identity, prefixed } from "./resource.ts";
import { resourceTemplates } from "./resource-templates.ts";

const SPEC: KnownFields = {
  what: "spec",
  names: ["route", "receivers", "inhibitRules", "muteTimeIntervals", "timeIntervals"],
  laterNames: [],
};

const INHIBIT_RULE: KnownFields = {
  what: "inhibit rule",
  names: ["sourceMatch", "targetMatch", "equal"],
  laterNames: [],
};

const identityOf = (map: YamlMap): Identity => {
  const metadata = fieldOf(map, "metadata");
  const textAt = (name: string): LocatedText | undefined => {
    const node = fieldOf(metadata, name);
    return node?.kind === "scalar" ? node : undefined;
  };
  const { span, place } = metadata ?? map;
  return {
    name: textAt("name")?.text ?? "",
    namespace: textAt("namespace") ?? {
      text: DEFAULT_NAMESPACE,
      file: place.file,
      offsetAt: () => span.from,
      placeAt: () => place,
    },
  };
};

const readIntegrations = (reading: Reading, map: YamlMap): Integration[] =>
  integrationTypes(reading.version).flatMap((type) => {
    const field = `${type.kind}Configs`;
    return readList(reading, fieldOf(map, field), field).map((node, index) => {
      const sendResolved = fieldOf(node, "sendResolved");
      return {
        kind: type.kind,
        index,
        place: node.place,
        sendResolved: (sendResolved && asBool(sendResolved)) ?? type.sendResolved,
        templates: resourceTemplates(node, type.config, reading.version),
        node,
      };
    });
  });

const readReceivers = (
  reading: Reading,
  node: YamlNode | undefined,
  identity: Identity,
): Receiver[] =>
  readList(reading, node, "receivers").flatMap((item) => {
    const map = readMap(reading, item, "a receiver");
    if (map === undefined) return [];
    const integrations = readIntegrations(reading, map);
    const name = readName(reading, map, "receiver");
    return name === undefined
      ? []
      : [{ place: map.place, name: prefixed(name, identity), integrations }];
  });

const readInhibitRules = (reading: Reading, node: YamlNode | undefined): InhibitRule[] =>
  readList(reading, node, "inhibitRules").flatMap((item) => {
    const map = readMap(reading, item, "an inhibit rule");
    if (map === undefined) return [];
    const fields = readFields(reading, map, INHIBIT_RULE);
    const side = (name: string) => readResourceMatchers(reading, fields.get(name), name);
    return [
      {
        place: map.place,
        source: side("sourceMatch"),
        target: side("targetMatch"),
        equal: readTexts(
          reading,
          readList(reading, fields.get("equal"), "equal"),
          "an item of equal",
        ),
        node: map,
      },
    ];
  });

const checkRoute = (reading: Reading, resource: AlertmanagerConfigResource): void => {
  const { route, receivers, timeIntervals } = resource;
  checkUnique(reading, receivers, "receiver");
  checkUnique(reading, timeIntervals, "time interval");
  if (route === undefined) return;
  if (route.receiver === undefined) {
    report(reading, route.place, {
      rule: "root-route",
      message: "the route of an AlertmanagerConfig must specify a receiver",
      mend: "set receiver",
    });
  }
  checkReferences(reading, route, {
    receivers: receivers.map(({ name }) => name.text),
    timeIntervals: timeIntervals.map(({ name }) => name.text),
  });
};

/** What a resource says, where it can be read, and everything that the operator would refuse. */
export type ResourceReading = {
  readonly resource: AlertmanagerConfigResource | undefined;
  readonly problems: readonly SourceProblem[];
};

/** Reads an AlertmanagerConfig, v1alpha1 or v1beta1. What keeps it from being read is a problem. */
export const readAlertmanagerConfigResource = (
  node: YamlNode,
  version: AlertmanagerVersion,
): ResourceReading => {
  const reading: Reading = { version, problems: [] };
  const map = readMap(reading, node, "an AlertmanagerConfig");
  const specNode = map && fieldOf(map, "spec");
  const spec = specNode && readMap(reading, specNode, "spec");
  if (map === undefined || spec === undefined) {
    return { resource: undefined, problems: reading.problems };
  }
  const identity = identityOf(map);
  const fields = readFields(reading, spec, SPEC);
  const routeNode = fields.get("route");
  const route = routeNode && readResourceRoute(reading, routeNode, identity);
  const resource: AlertmanagerConfigResource = {
    place: map.place,
    namespace: identity.namespace,
    name: identity.name,
    route,
    receivers: readReceivers(reading, fields.get("receivers"), identity),
    inhibitRules: readInhibitRules(reading, fields.get("inhibitRules")),
    timeIntervals: ["muteTimeIntervals", "timeIntervals"].flatMap((name) =>
      readResourceTimeIntervals(reading, fields.get(name), identity),
    ),
    node: map,
  };
  checkRoute(reading, resource);
  return { resource, problems: reading.problems };
};
