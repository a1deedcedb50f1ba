import type { YamlMap, YamlNode } from "../../lib/yaml-node.ts";
import { asBool, fieldOf, isNull } from "../../lib/yaml-value.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { checkObject } from "./check-value.ts";
import type { Integration, Receiver, ReceiverTemplate } from "./config.ts";
import type { IntegrationType } from "./integrations/integration-type.ts";
import { INTEGRATION_TYPES, integrationTypes } from "./integrations/integration-types.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "./reading.ts";
import { readName } from "./scalars.ts";

const knownFields = (version: AlertmanagerVersion): KnownFields => ({
  what: "receiver",
  names: ["name", ...integrationTypes(version).map(({ field }) => field)],
  laterNames: INTEGRATION_TYPES.map(({ field }) => field),
});

const KNOWN: Readonly<Record<AlertmanagerVersion, KnownFields>> = {
  "0.25": knownFields("0.25"),
  current: knownFields("current"),
};

/** Reads receivers that fall back on this `global`. */
type ReceiverReading = Reading & { readonly global: YamlMap | undefined };

const globalTemplates = (
  { global }: ReceiverReading,
  type: IntegrationType,
  own: YamlNode,
): ReceiverTemplate[] => {
  const templates: ReceiverTemplate[] = [];
  for (const [field, globalField] of Object.entries(type.globalTemplates)) {
    const text = fieldOf(global, globalField);
    if (fieldOf(own, field) === undefined && text?.kind === "scalar") {
      templates.push({ field, text });
    }
  }
  return templates;
};

const readIntegration = (
  reading: ReceiverReading,
  type: IntegrationType,
  { node, index }: { readonly node: YamlNode; readonly index: number },
): Integration => {
  const templates: ReceiverTemplate[] = [];
  checkObject({ reading, path: "", global: reading.global, templates }, node, type.config);
  const sendResolved = fieldOf(node, "send_resolved");
  return {
    kind: type.kind,
    index,
    place: node.place,
    sendResolved: (sendResolved && asBool(sendResolved)) ?? type.sendResolved,
    templates: [...templates, ...globalTemplates(reading, type, node)],
    node,
  };
};

const readReceiver = (reading: ReceiverReading, node: YamlNode): Receiver | undefined => {
  const map = readMap(reading, node, "a receiver");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, KNOWN[reading.version]);
  const integrations: Integration[] = [];
  for (const type of integrationTypes(reading.version)) {
    const items = readList(reading, fields.get(type.field), type.field);
    for (const [index, item] of items.entries()) {
      if (!isNull(item)) integrations.push(readIntegration(reading, type, { node: item, index }));
      else {
        report(reading, item.place, {
          rule: "receiver-settings",
          message: `missing ${type.kind} config`,
          mend: "remove the empty item, or fill it in",
        });
      }
    }
  }
  const name = readName(reading, map, "receiver");
  return name && { place: map.place, name, integrations };
};

/** Reads `receivers`; what they leave out `global` may say. */
export const readReceivers = (
  reading: Reading,
  node: YamlNode | undefined,
  global: YamlMap | undefined,
): Receiver[] => {
  const receivers: Receiver[] = [];
  for (const item of readList(reading, node, "receivers")) {
    const receiver = readReceiver({ ...reading, global }, item);
    if (receiver !== undefined) receivers.push(receiver);
  }
  return receivers;
};
