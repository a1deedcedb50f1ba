import type { MatchOperator } from "../../../labels/matcher.ts";
import { describeRegexpProblem, readRegexp } from "../../../labels/regexp.ts";
import type { YamlNode } from "../../../lib/yaml-node.ts";
import type { WrittenMatcher } from "../config.ts";
import {
  type KnownFields,
  type Reading,
  readFields,
  readList,
  readMap,
  report,
} from "../reading.ts";
import { readBool, readText } from "../scalars.ts";

const MATCHER: KnownFields = {
  what: "matcher",
  names: ["name", "value", "matchType", "regex"],
  laterNames: [],
};

const OPERATORS: readonly MatchOperator[] = ["=", "!=", "=~", "!~"];

type MatcherFields = ReadonlyMap<string, YamlNode>;

const readOperator = (reading: Reading, fields: MatcherFields): MatchOperator | undefined => {
  const typeNode = fields.get("matchType");
  const regexNode = fields.get("regex");
  const isRegex = regexNode !== undefined && readBool(reading, regexNode, "regex") === true;
  const type = typeNode && readText(reading, typeNode, "matchType");
  if (type === undefined || type.text === "") return isRegex ? "=~" : "=";
  const operator = OPERATORS.find((known) => known === type.text);
  if (operator !== undefined) return operator;
  return report(reading, type.placeAt(0), {
    rule: "bad-matcher",
    message: `"${type.text}" is no type of match`,
    mend: `use one of ${OPERATORS.join(", ")}`,
  });
};

const readMatcher = (reading: Reading, node: YamlNode): WrittenMatcher | undefined => {
  const map = readMap(reading, node, "a matcher");
  if (map === undefined) return undefined;
  const fields = readFields(reading, map, MATCHER);
  const nameNode = fields.get("name");
  const valueNode = fields.get("value");
  const operator = readOperator(reading, fields);
  const name = nameNode && readText(reading, nameNode, "name");
  const value = valueNode && readText(reading, valueNode, "value");
  if (name === undefined || name.text === "") {
    return report(reading, map.place, {
      rule: "bad-matcher",
      message: "this matcher has no name",
      mend: "set name to that of a label",
    });
  }
  if (operator === undefined) return undefined;
  const written = value ?? name;
  const text = value?.text ?? "";
  const regexp = operator === "=~" || operator === "!~" ? readRegexp(text) : undefined;
  if (regexp?.ok === false) {
    return report(reading, written.placeAt(0), {
      rule: "bad-matcher",
      message: `the expression for ${name.text} cannot be read: ${describeRegexpProblem(regexp.problem)}`,
      mend: "write a regular expression of RE2",
    });
  }
  return { name: name.text, operator, value: text, written, deprecated: false };
};

/** Reads matchers, each a mapping with name, value and type of match. */
export const readResourceMatchers = (
  reading: Reading,
  node: YamlNode | undefined,
  what: string,
): WrittenMatcher[] => {
  const matchers: WrittenMatcher[] = [];
  for (const item of readList(reading, node, what)) {
    const matcher = readMatcher(reading, item);
    if (matcher !== undefined) matchers.push(matcher);
  }
  return matchers;
};
