import type { LocatedText } from "./source.ts";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml-node.ts";

/**
 * What Go's yaml packages make of a scalar for a field of a given type, which is what Prometheus,
 * Alertmanager and the Prometheus operator do. Text fields take any scalar as it is written, so that
 * `severity: yes` is the text "yes"; only true booleans and numbers of YAML 1.1 fit other fields.
 * https://yaml.org/type/, gopkg.in/yaml.v2 resolve.go
 */

const NULLS = new Set(["", "~", "null", "Null", "NULL"]);

const words = (...all: string[]) =>
  all.flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]);
const TRUES = new Set(words("y", "yes", "true", "on"));
const FALSES = new Set(words("n", "no", "false", "off"));

const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const INFINITY = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** A value that was left out or is written `null`: as good as no value. */
export const isNull = (node: YamlNode): boolean =>
  node.kind === "scalar" && node.plain && NULLS.has(node.text);

/** The text of a scalar; empty for null. Undefined for lists and mappings, which are no text. */
export const asText = (node: YamlNode): LocatedText | undefined => {
  if (node.kind !== "scalar") return undefined;
  return isNull(node) && node.text !== "" ? { ...node, text: "" } : node;
};

/** False for null. Undefined for what is no boolean, such as `"yes"` in quotes. */
export const asBool = (node: YamlNode): boolean | undefined => {
  if (node.kind !== "scalar" || !node.plain) return undefined;
  if (TRUES.has(node.text)) return true;
  return FALSES.has(node.text) || isNull(node) ? false : undefined;
};

const integerOf = (digits: string): number => {
  const sign = digits.startsWith("-") ? -1 : 1;
  const magnitude = digits.replace(/^[-+]/, "");
  const octal = /^0[oO]?([0-7]+)$/.exec(magnitude);
  return sign * (octal === null ? Number(magnitude) : Number.parseInt(octal[1] ?? "", 8));
};

/** 0 for null. Undefined for what is no number, such as `"5"` in quotes. */
export const asNumber = (node: YamlNode): number | undefined => {
  if (node.kind !== "scalar" || !node.plain) return undefined;
  if (isNull(node)) return 0;
  const digits = node.text.replaceAll("_", "");
  if (INTEGER.test(digits)) return integerOf(digits);
  if (FLOAT.test(digits)) return Number(digits);
  if (INFINITY.test(node.text)) {
    return node.text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return NOT_A_NUMBER.test(node.text) ? Number.NaN : undefined;
};

/** A number for a field of whole numbers, which Go cuts off behind the point. */
export const asInteger = (node: YamlNode): number | undefined => {
  const value = asNumber(node);
  return value !== undefined && Number.isFinite(value) ? Math.trunc(value) : undefined;
};

/** The first entry with this key. */
export const entryOf = (map: YamlMap, key: string): YamlEntry | undefined =>
  map.entries.find((entry) => entry.key.text === key);

/** The value of this key, unless it is null; undefined when the node is no mapping. */
export const fieldOf = (node: YamlNode | undefined, key: string): YamlNode | undefined => {
  const value = node?.kind === "map" ? entryOf(node, key)?.value : undefined;
  return value === undefined || isNull(value) ? undefined : value;
};
