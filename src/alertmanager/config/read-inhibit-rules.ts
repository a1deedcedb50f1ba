import type { YamlNode } from "../../lib/yaml-node.ts";
import { isNull } from "../../lib/yaml-value.ts";
import type { InhibitRule } from "./config.ts";
import { isLabelName, readMatchers, readMatchMap } from "./read-matchers.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "./reading.ts";
import { readText, readTexts } from "./scalars.ts";

const FIELDS = [
  "source_match",
  "source_match_re",
  "source_matchers",
  "target_match",
  "target_match_re",
  "target_matchers",
  "equal",
];

const KNOWN: Readonly<Record<Reading["version"], KnownFields>> = {
  "0.25": { what: "inhibit_rule", names: FIELDS, laterNames: ["name"] },
  current: { what: "inhibit_rule", names: [...FIELDS, "name"], laterNames: [] },
};

const readInhibitRule = (reading: Reading, node: YamlNode): InhibitRule | undefined => {
  const map = readMap(reading, node, "an inhibit rule");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, KNOWN[reading.version]);
  const side = (name: string) => [
    ...readMatchMap(reading, fields.get(`${name}_match`), { what: `${name}_match`, operator: "=" }),
    ...readMatchMap(reading, fields.get(`${name}_match_re`), {
      what: `${name}_match_re`,
      operator: "=~",
    }),
    ...readMatchers(reading, fields.get(`${name}_matchers`), `${name}_matchers`),
  ];
  const name = fields.get("name");
  if (name !== undefined) readText(reading, name, "name");
  // Alertmanager takes a null for a label without a name, which all alerts lack alike.
  const named = readList(reading, fields.get("equal"), "equal").filter((item) => !isNull(item));
  const equal = readTexts(reading, named, "an item of equal");
  for (const label of equal) {
    if (isLabelName(reading, label.text)) continue;
    report(reading, label.placeAt(0), {
      rule: "bad-label-name",
      message: `"${label.text}" in equal is not a valid label name`,
      mend: "use letters, digits and underscores",
    });
  }
  return { place: map.place, source: side("source"), target: side("target"), equal, node: map };
};

/** Reads `inhibit_rules`. */
export const readInhibitRules = (reading: Reading, node: YamlNode | undefined): InhibitRule[] => {
  const rules: InhibitRule[] = [];
  for (const item of readList(reading, node, "inhibit_rules")) {
    const rule = readInhibitRule(reading, item);
    if (rule !== undefined) rules.push(rule);
  }
  return rules;
};
