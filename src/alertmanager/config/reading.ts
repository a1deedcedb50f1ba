import type { Place, SourceProblem } from "../../lib/source.ts";
import { didYouMean } from "../../lib/suggestion.ts";
import type { YamlEntry, YamlMap, YamlNode } from "../../lib/yaml-node.ts";
import { isNull } from "../../lib/yaml-value.ts";
import type { AlertmanagerVersion } from "../version.ts";

/** One configuration being read: for which version, and what is wrong with it so far. */
export type Reading = {
  readonly version: AlertmanagerVersion;
  readonly problems: SourceProblem[];
};

/** Takes note of something that Alertmanager would refuse. */
export const report = (
  reading: Reading,
  place: Place,
  problem: Omit<SourceProblem, "place">,
): undefined => {
  reading.problems.push({ ...problem, place });
};

const FORMS = { map: "a mapping", list: "a list", scalar: "a single value" } as const;

export const formOf = (node: YamlNode): string => FORMS[node.kind];

/** The mapping, or nothing, with a problem, when it is something else. */
export const readMap = (reading: Reading, node: YamlNode, what: string): YamlMap | undefined => {
  if (node.kind === "map") return node;
  return report(reading, node.place, {
    rule: "wrong-type",
    message: `${what} is ${formOf(node)} and has to be a mapping`,
    mend: "write its fields as name: value",
  });
};

/** The items, or none, with a problem, when it is something else. Nothing at all is an empty list. */
export const readList = (
  reading: Reading,
  node: YamlNode | undefined,
  what: string,
): readonly YamlNode[] => {
  if (node === undefined || isNull(node)) return [];
  if (node.kind === "list") return node.items;
  report(reading, node.place, {
    rule: "wrong-type",
    message: `${what} is ${formOf(node)} and has to be a list`,
    mend: `write it as a list: [${node.kind === "scalar" ? node.text : "…"}]`,
  });
  return [];
};

/** Reports keys that are written twice, which Alertmanager refuses. */
export const refuseDuplicates = (reading: Reading, map: YamlMap, what: string): void => {
  const seen = new Set<string>();
  for (const { key } of map.entries) {
    if (seen.has(key.text)) {
      report(reading, key.place, {
        rule: "duplicate-field",
        message: `${key.text} is in this ${what} twice`,
        mend: "keep one of them",
      });
    }
    seen.add(key.text);
  }
};

/** The names that a mapping may have, and those that only a later version knows. */
export type KnownFields = {
  readonly what: string;
  readonly names: readonly string[];
  readonly laterNames: readonly string[];
};

const unknownField = (reading: Reading, { key }: YamlEntry, known: KnownFields): void => {
  if (known.laterNames.includes(key.text)) {
    report(reading, key.place, {
      rule: "unknown-field",
      message: `${known.what} has no field ${key.text} in Alertmanager 0.25`,
      mend: "remove it, or run a later version",
    });
    return;
  }
  report(reading, key.place, {
    rule: "unknown-field",
    message: `${known.what} has no field ${key.text}`,
    mend: didYouMean(key.text, known.names) ?? `use one of ${known.names.join(", ")}`,
  });
};

/**
 * The entries of a mapping by name, without those whose value is null. Names that Alertmanager does not know
 * and names that are there twice are problems.
 */
export const readFields = (
  reading: Reading,
  map: YamlMap,
  known: KnownFields,
): ReadonlyMap<string, YamlNode> => {
  refuseDuplicates(reading, map, known.what);
  const fields = new Map<string, YamlNode>();
  for (const entry of map.entries) {
    const { key, value } = entry;
    if (!known.names.includes(key.text)) unknownField(reading, entry, known);
    else if (!fields.has(key.text) && !isNull(value)) fields.set(key.text, value);
  }
  return fields;
};
