import { describeRegexpProblem, readRegexp } from "../../labels/regexp.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import { isNull } from "../../lib/yaml-value.ts";
import { parseMatchers } from "../matcher/parse-matchers.ts";
import type { WrittenMatcher } from "./config.ts";
import { type Reading, readList, readMap, refuseDuplicates, report } from "./reading.ts";
import { readText } from "./scalars.ts";

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Reads `matchers` and its like: each item may hold several. What cannot be read is a problem. */
export const readMatchers = (
  reading: Reading,
  node: YamlNode | undefined,
  what: string,
): WrittenMatcher[] => {
  const found: WrittenMatcher[] = [];
  for (const item of readList(reading, node, what)) {
    const written = readText(reading, item, `an item of ${what}`);
    if (written === undefined) continue;
    const result = parseMatchers(written.text, reading.version);
    if (result.ok) {
      for (const { name, operator, value } of result.matchers) {
        found.push({ name, operator, value, written, deprecated: false });
      }
      continue;
    }
    report(reading, written.placeAt(result.problem.span.from), {
      rule: "bad-matcher",
      message: `the matcher ${written.text} cannot be read: ${result.problem.message}`,
      mend: 'write it as name="value", with one of the operators =, !=, =~ and !~',
    });
  }
  return found;
};

const checkLabelName = (reading: Reading, key: YamlNode & { kind: "scalar" }): boolean => {
  if (LABEL_NAME.test(key.text)) return true;
  report(reading, key.place, {
    rule: "bad-label-name",
    message: `"${key.text}" is not a valid label name`,
    mend: "use letters, digits and underscores",
  });
  return false;
};

const regexpProblem = (expression: string): string | undefined => {
  const result = readRegexp(expression);
  return result.ok ? undefined : describeRegexpProblem(result.problem);
};

/** Reads the deprecated `match` and its like, label names to values, or to expressions with `=~`. */
export const readMatchMap = (
  reading: Reading,
  node: YamlNode | undefined,
  { what, operator }: { readonly what: string; readonly operator: "=" | "=~" },
): WrittenMatcher[] => {
  const map = node === undefined || isNull(node) ? undefined : readMap(reading, node, what);
  if (map === undefined) return [];
  refuseDuplicates(reading, map, what);
  const found: WrittenMatcher[] = [];
  for (const { key, value } of map.entries) {
    const text = readText(reading, value, `the value of ${key.text} in ${what}`);
    if (!checkLabelName(reading, key) || text === undefined) continue;
    const isMissing = operator === "=~" && isNull(value);
    const problem = operator === "=~" ? regexpProblem(text.text) : undefined;
    if (isMissing || problem !== undefined) {
      report(reading, value.place, {
        rule: "bad-matcher",
        message: `the expression for ${key.text} cannot be read: ${problem ?? "there is none"}`,
        mend: "write a regular expression of RE2",
      });
      continue;
    }
    found.push({ name: key.text, operator, value: text.text, written: text, deprecated: true });
  }
  return found;
};

/** Whether Alertmanager takes the text as the name of a label: any text since 0.27. */
export const isLabelName = (reading: Reading, text: string): boolean =>
  reading.version === "current" ? text !== "" : LABEL_NAME.test(text);
