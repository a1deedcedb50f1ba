import { expect, test } from "vitest";
import { parseYaml } from "../../../lib/located-yaml.ts";
import { fulfils, readSelector, requirementText } from "./label-selector.ts";

const selector = (text: string) => {
  const [node] = parseYaml(text, "selector.yaml").documents;
  return node && readSelector(node);
};

const selects = (text: string, labels: Readonly<Record<string, string>>) =>
  selector(text)?.every((one) => fulfils(one, labels[one.key]));

test.each([
  ["{}", true],
  ["matchLabels: {role: alert-rules}", true],
  ["matchLabels: {role: alert-rules, release: x}", false],
  ["matchExpressions: [{key: role, operator: In, values: [a, alert-rules]}]", true],
  ["matchExpressions: [{key: role, operator: NotIn, values: [alert-rules]}]", false],
  ["matchExpressions: [{key: team, operator: NotIn, values: [a]}]", true],
  ["matchExpressions: [{key: role, operator: Exists}]", true],
  ["matchExpressions: [{key: role, operator: DoesNotExist}]", false],
  ["matchExpressions: [{key: team, operator: DoesNotExist}]", true],
])("labels fulfil %s: %s", (text, expected) => {
  expect(selects(text, { role: "alert-rules" })).toBe(expected);
});

test("a selector that Kubernetes would refuse is not judged by", () => {
  expect(selector("matchExpressions: [{key: role, operator: Is, values: [a]}]")).toBeUndefined();
});

test("conditions are said in words", () => {
  const all = selector(
    "{matchLabels: {a: b}, matchExpressions: [{key: c, operator: In, values: [d, e]}, {key: f, operator: Exists}, {key: g, operator: DoesNotExist}, {key: h, operator: NotIn, values: [i]}]}",
  );
  expect(all?.map(requirementText)).toEqual([
    "a: b",
    "c in (d, e)",
    "some f",
    "no g",
    "h not in (i)",
  ]);
});
