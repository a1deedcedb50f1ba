import type { LocatedText } from "../lib/source.ts";
import type { FieldReader, Fields } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { isNull } from "../lib/yaml-value.ts";
import { readDuration } from "./located-duration.ts";
import type { RuleGroup } from "./rule.ts";
import { checkLabels, type RuleReading, readRule } from "./rule-fields.ts";

const GROUP_FIELDS = ["name", "interval", "query_offset", "limit", "labels", "rules"];

/** The operator passes it on to Thanos. */
const MANIFEST_GROUP_FIELDS = [...GROUP_FIELDS, "partial_response_strategy"];

/** Go's yaml.v3 leaves out the items of a list that are null. */
const itemsOf = (node: YamlNode | undefined, what: string, reader: FieldReader) =>
  reader.items(node, what).filter((item) => !isNull(item));

const readName = (reader: FieldReader, fields: Fields): LocatedText | undefined => {
  const name = reader.text(fields.get("name"), "the name of the group");
  if (name !== undefined && name.text !== "") return name;
  reader.report("missing-field", name?.placeAt(0) ?? fields.place, {
    message: "the group has no name",
    mend: "give it a name that no other group of the file has",
  });
  return undefined;
};

const readGroup = (node: YamlNode, reading: RuleReading): RuleGroup | undefined => {
  const { reader, isManifest } = reading;
  const fields = reader.fields(node, {
    what: "the group",
    known: isManifest ? MANIFEST_GROUP_FIELDS : GROUP_FIELDS,
  });
  if (fields === undefined) return undefined;
  const name = readName(reader, fields);
  const what = name === undefined ? "the group" : `the group ${name.text}`;
  const labels = reader.pairs(fields.get("labels"), `the labels of ${what}`);
  checkLabels(labels, reading);
  const group = {
    place: node.place,
    interval: readDuration(reader, fields.get("interval"), `interval of ${what}`),
    queryOffset: readDuration(reader, fields.get("query_offset"), `query_offset of ${what}`),
    limit: reader.integer(fields.get("limit"), `limit of ${what}`) ?? 0,
    labels,
    rules: itemsOf(fields.get("rules"), `rules of ${what}`, reader).flatMap(
      (rule) => readRule(rule, reading) ?? [],
    ),
  };
  return name === undefined ? undefined : { ...group, name };
};

/** The groups of a rule file. */
export const readGroups = (node: YamlNode | undefined, reading: RuleReading): RuleGroup[] => {
  const seen = new Set<string>();
  const groups = itemsOf(node, "groups", reading.reader).flatMap(
    (item) => readGroup(item, reading) ?? [],
  );
  for (const { name } of groups) {
    if (seen.has(name.text)) {
      reading.reader.report("duplicate-group", name.placeAt(0), {
        message: `two groups of the file are named ${name.text}`,
        mend: "give each group a name of its own",
      });
    }
    seen.add(name.text);
  }
  return groups;
};
