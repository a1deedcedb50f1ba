import type { YamlNode } from "../../../lib/yaml-node.ts";
import { asBool, asNumber, isNull } from "../../../lib/yaml-value.ts";

/** What JSON leaves as it is and YAML refuses. */
const UNPRINTABLE = /[\u007f-\u009f\ufeff\ufffe\uffff]/g;

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A value as YAML on one line. */
export const flowYaml = (value: unknown): string =>
  JSON.stringify(value).replaceAll(UNPRINTABLE, escaped);

const hasMeaning = (node: YamlNode): boolean =>
  node.kind === "scalar" &&
  node.plain &&
  (isNull(node) || asBool(node) !== undefined || asNumber(node) !== undefined);

/** YAML that was read, as YAML on one line: numbers stay numbers and texts stay texts. */
export const flowYamlOf = (node: YamlNode): string => {
  switch (node.kind) {
    case "scalar":
      return hasMeaning(node) ? node.text || "null" : flowYaml(node.text);
    case "list":
      return `[${node.items.map(flowYamlOf).join(", ")}]`;
    case "map":
      return `{${node.entries
        .map(({ key, value }) => `${flowYaml(key.text)}: ${flowYamlOf(value)}`)
        .join(", ")}}`;
  }
};
