import type { YamlMap, YamlNode } from "../../../lib/yaml-node.ts";
import { fieldOf, isNull } from "../../../lib/yaml-value.ts";
import type { AlertmanagerVersion } from "../../version.ts";
import type { ReceiverTemplate } from "../config.ts";
import type { ObjectType, ValueType } from "../schema.ts";

/** Names that the operator gives fields for reasons of its own. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  pagerdutyimageconfigs: "images",
  pagerdutylinkconfigs: "links",
};

/** `clientURL`, `client_url` and `clientUrl` are one. */
const normal = (name: string): string => name.toLowerCase().replaceAll("_", "");

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/** The entries of a mapping, which the operator may have as a list of key and value. */
const pairsOf = (node: YamlNode): readonly (readonly [string, YamlNode])[] => {
  if (node.kind === "map") return node.entries.map(({ key, value }) => [key.text, value] as const);
  if (node.kind !== "list") return [];
  return node.items.flatMap((item) => {
    const key = fieldOf(item, "key");
    const value = fieldOf(item, "value");
    return key?.kind === "scalar" && value !== undefined ? [[key.text, value] as const] : [];
  });
};

const inValue = (node: YamlNode, type: ValueType, path: string): ReceiverTemplate[] => {
  if (isNull(node)) return [];
  if (typeof type === "string") {
    const isTemplate = type === "template" || type === "html" || type === "templates";
    return isTemplate && node.kind === "scalar" ? [{ field: path, text: node }] : [];
  }
  if ("list" in type) {
    if (node.kind !== "list") return [];
    return node.items.flatMap((item, index) => inValue(item, type.list, join(path, `${index}`)));
  }
  if ("values" in type) {
    return pairsOf(node).flatMap(([name, value]) => inValue(value, type.values, join(path, name)));
  }
  if ("short" in type) return inValue(node, node.kind === "map" ? type.long : type.short, path);
  return node.kind === "map" ? inFields(node, Object.entries(type.object.fields), path) : [];
};

const inFields = (
  map: YamlMap,
  fields: readonly (readonly [string, ValueType])[],
  path: string,
): ReceiverTemplate[] => {
  const types = new Map(fields.map(([name, type]) => [normal(name), { name, type }]));
  return map.entries.flatMap(({ key, value }) => {
    const name = normal(key.text);
    const field = types.get(normal(OTHER_NAMES[name] ?? name));
    return field === undefined ? [] : inValue(value, field.type, join(path, field.name));
  });
};

/**
 * The templates of an integration in the operator's form; their fields have Alertmanager's names. References to
 * secrets are none.
 */
export const resourceTemplates = (
  node: YamlNode,
  { fields, later }: ObjectType,
  version: AlertmanagerVersion,
): ReceiverTemplate[] => {
  if (node.kind !== "map") return [];
  const known = version === "current" ? { ...fields, ...later } : fields;
  return inFields(node, Object.entries(known), "");
};
