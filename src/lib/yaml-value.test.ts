import { expect, test } from "vitest";
import { parseYaml } from "./located-yaml.ts";
import type { YamlNode } from "./yaml-node.ts";
import { asBool, asInteger, asNumber, asText, fieldOf, isNull } from "./yaml-value.ts";

const value = (written: string): YamlNode => {
  const [root] = parseYaml(`a: ${written}\n`, "a.yml").documents;
  if (root?.kind !== "map" || root.entries[0] === undefined) throw new Error("no mapping");
  return root.entries[0].value;
};

test.each([
  ["yes", true],
  ["On", true],
  ["y", true],
  ["TRUE", true],
  ["no", false],
  ["off", false],
  ["", false],
  ['"yes"', undefined],
  ["yep", undefined],
  ["[]", undefined],
])("%s in a field of booleans is %s", (written, expected) => {
  expect(asBool(value(written))).toBe(expected);
});

test.each([
  ["5", 5],
  ["-1_000", -1000],
  ["0x1F", 31],
  ["010", 8],
  ["0o10", 8],
  ["1.5e3", 1500],
  [".5", 0.5],
  ["-.inf", Number.NEGATIVE_INFINITY],
  ["~", 0],
  ['"5"', undefined],
  ["5m", undefined],
])("%s in a field of numbers is %s", (written, expected) => {
  expect(asNumber(value(written))).toBe(expected);
});

test("whole numbers are cut off behind the point", () => {
  expect(asInteger(value("1.9"))).toBe(1);
  expect(asInteger(value(".inf"))).toBeUndefined();
});

test.each([
  ["yes", "yes"],
  ["5", "5"],
  ["1e3", "1e3"],
  ["~", ""],
  ["null", ""],
  ["'null'", "null"],
])("%s in a field of text is %j", (written, expected) => {
  expect(asText(value(written))?.text).toBe(expected);
});

test("lists and mappings are no text", () => {
  expect(asText(value("[x]"))).toBeUndefined();
});

test("a field that is null is as good as absent", () => {
  const [root] = parseYaml("a: ~\nb: x\n", "a.yml").documents;
  expect(fieldOf(root, "a")).toBeUndefined();
  expect(fieldOf(root, "b")).toMatchObject({ text: "x" });
  expect(fieldOf(root, "c")).toBeUndefined();
  expect(isNull(value("''"))).toBe(false);
});
