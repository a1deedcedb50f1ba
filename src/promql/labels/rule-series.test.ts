import { expect, test } from "vitest";
import { parseExpr } from "../syntax/parse.ts";
import { type LabelFlow, labelFlow, ruleSeriesOf } from "./label-flow.ts";
import { describeVerdict, labelVerdict } from "./label-verdict.ts";
import type { SourceRule } from "./source-rule.ts";

const exprOf = (query: string) => {
  const parsed = parseExpr(query);
  if ("error" in parsed) throw new Error(`${query}: ${parsed.error.message}`);
  return parsed.expr;
};

const pairs = (labels: Record<string, string>) =>
  Object.entries(labels).map(([name, value]) => ({ name, value }));

const record = (name: string, query: string, labels: Record<string, string> = {}): SourceRule => ({
  kind: "recording",
  name,
  expr: exprOf(query),
  labels: pairs(labels),
});

const alert = (name: string, query: string, labels: Record<string, string> = {}): SourceRule => ({
  ...record(name, query, labels),
  kind: "alerting",
});

const flowOf = (query: string, rules: readonly SourceRule[]): LabelFlow =>
  labelFlow(exprOf(query), { ruleSeries: ruleSeriesOf(rules) });

const presence = (query: string, rules: readonly SourceRule[], label: string): string =>
  labelVerdict(flowOf(query, rules), label).presence;

test("labels carry through recording rules, in whatever order they are written", () => {
  const rules = [
    record("b:x", "sum by (job) (a:x)"),
    record("a:x", 'sum by (job, instance) (x{job="j"})'),
  ];
  expect(presence("b:x", rules, "job")).toBe("always");
  expect(presence("b:x", rules, "instance")).toBe("never");
  expect(presence("a:x", rules, "instance")).toBe("maybe");
  expect(presence("b:x", rules, "__name__")).toBe("always");
});

test("labels of a recording rule override those of its result, and an empty one removes", () => {
  const rules = [record("a:x", 'sum by (job, env) (x{job="j",env="e"})', { job: "k", env: "" })];
  const [alternative] = flowOf("a:x", rules).alternatives;
  expect(alternative?.labels.known["job"]).toEqual([{ operator: "=", value: "k" }]);
  expect(presence("a:x", rules, "env")).toBe("never");
  expect(flowOf('a:x{job="j"}', rules).alternatives).toEqual([]);
});

test("a reason names the rule and the place in its expression", () => {
  const rules = [record("a:x", "sum by (job) (x)"), record("b:x", "a:x > 1")];
  const [branch] = labelVerdict(flowOf("b:x == 1", rules), "instance").branches;
  if (branch === undefined) throw new Error("there is one branch");
  expect(describeVerdict(branch)).toBe("never: removed by `sum by (job)`, in the rule `a:x`");
  expect(branch.reason.span).toEqual({ from: 0, to: 3 });
  expect(branch.reason.recordedBy?.span).toEqual({ from: 4, to: 12 });
});

test("a series that several rules record has the labels of one of them", () => {
  const rules = [record("a:x", "sum by (a) (x)"), record("a:x", "sum by (b) (x)")];
  expect(flowOf("a:x", rules).alternatives).toHaveLength(2);
  expect(flowOf('a:x{b="1"}', rules).alternatives).toHaveLength(1);
});

test("a rule that reads its own series knows nothing of it", () => {
  const rules = [
    record("a:x", "b:x + 1"),
    record("b:x", "a:x or sum by (job) (x)"),
    record("c:x", "c:x + 1"),
  ];
  expect(presence("a:x", rules, "instance")).toBe("maybe");
  expect(presence("c:x", rules, "instance")).toBe("maybe");
});

test("chains of thousands of recording rules are worked out without recursion", () => {
  const rules = Array.from({ length: 3000 }, (_, index) =>
    record(`a:${index}`, index === 0 ? "sum by (job) (x)" : `a:${index - 1} + 1`),
  );
  expect(presence("a:2999", rules, "instance")).toBe("never");
});

test("ALERTS has the labels of the alerts, their name and their state", () => {
  const rules = [
    alert("Down", "sum by (job) (up) == 0", { severity: "critical" }),
    alert("Full", "disk > 1", { severity: "{{ $labels.severity }}" }),
  ];
  expect(presence('ALERTS{alertname="Down"}', rules, "job")).toBe("maybe");
  expect(presence('ALERTS{alertname="Down"}', rules, "instance")).toBe("never");
  expect(presence('ALERTS{alertname="Down"}', rules, "alertstate")).toBe("always");
  expect(presence('ALERTS_FOR_STATE{alertname="Down"}', rules, "alertstate")).toBe("never");
  expect(presence("ALERTS", rules, "instance")).toBe("maybe");
  expect(presence("ALERTS", rules, "severity")).toBe("always");
  expect(presence('ALERTS{severity="critical"}', rules, "alertname")).toBe("always");
  expect(flowOf('ALERTS{alertstate="resolved"}', rules).alternatives).toEqual([]);
  expect(presence('ALERTS{alertname="Elsewhere"}', rules, "job")).toBe("maybe");
});
