import { expect, test } from "vitest";
import { readRuleFile } from "../../../../test/rule-file.ts";
import { inEvaluationOrder, ruleGraph } from "./rule-graph.ts";
import { testedGroups } from "./tested-rule.ts";

const groupsOf = (groups: Readonly<Record<string, readonly string[]>>) => {
  const text = JSON.stringify({
    groups: Object.entries(groups).map(([name, rules]) => ({
      name,
      rules: rules.map((rule) => {
        const [target = "", expr] = rule.split(" := ");
        return target.startsWith("record ")
          ? { record: target.slice("record ".length), expr }
          : { alert: target, expr, labels: { severity: target.toLowerCase() } };
      }),
    })),
  });
  const { documents, problems } = readRuleFile({ text, file: "rules.yml" });
  expect(problems).toEqual([]);
  return documents.flatMap(testedGroups);
};

const orderOf = (groups: Readonly<Record<string, readonly string[]>>): string[] => {
  const read = groupsOf(groups);
  return inEvaluationOrder(read, ruleGraph(read)).map(({ name }) => name);
};

test("groups that record come before those that read, over any number of steps", () => {
  expect(
    orderOf({
      alerts: ["A := d:c > 0"],
      last: ["record d:c := sum(c:b)"],
      middle: ["record c:b := rate(b:a[5m])"],
      first: ["record b:a := sum(a)"],
      apart: ["B := up == 0"],
    }),
  ).toEqual(["first", "apart", "middle", "last", "alerts"]);
});

test("an alert that looks at alerts comes after them", () => {
  expect(
    orderOf({
      watching: ['W := ALERTS{alertname="A"} == 1'],
      unseen: ["B := up == 1"],
      watched: ["A := up == 0"],
    }),
  ).toEqual(["unseen", "watched", "watching"]);
});

test("groups that read one another stay in their order, and none is lost", () => {
  expect(
    orderOf({
      one: ["record a:x := b:x", "A := c:x > 1"],
      two: ["record b:x := a:x"],
      three: ["record c:x := up"],
    }),
  ).toEqual(["three", "one", "two"]);
});

test("the closure of a rule is what it reads, also by expression and by the labels of alerts", () => {
  const groups = groupsOf({
    all: [
      "record a:x := up",
      "record b:x := a:x",
      'R := {__name__=~"b:.*"} > 0',
      'W := ALERTS{severity="r"} == 1',
      'N := ALERTS{severity="none"} == 1',
    ],
  });
  const graph = ruleGraph(groups);
  const named = (name: string) => graph.rules.filter(({ rule }) => rule.name.text === name);
  const closure = (name: string) =>
    [...graph.closureOf(named(name))].map(({ rule }) => rule.name.text).sort();
  expect(closure("R")).toEqual(["R", "a:x", "b:x"]);
  expect(closure("W")).toEqual(["R", "W", "a:x", "b:x"]);
  expect(closure("N")).toEqual(["N"]);
});
