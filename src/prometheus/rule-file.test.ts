import { expect, test } from "vitest";
import { readRuleFile } from "../../test/rule-file.ts";
import type { SourceProblem } from "../lib/source.ts";

const read = (text: string) => readRuleFile({ text, file: "rules.yml" });

const brief = ({ rule, place }: SourceProblem) => `${rule} ${place.line}:${place.column}`;

const ALERT = `groups:
- name: gateway
  interval: 30s
  query_offset: 1m
  limit: 5
  labels: {team: platform}
  rules:
  - alert: GatewayDown
    expr: |
      up{job="gateway"}
        == 0
    for: 5m
    keep_firing_for: 10m
    labels:
      severity: page
    annotations:
      summary: "{{ $labels.instance }} is down"
  - record: job:up:count
    expr: count by (job) (up)
`;

test("groups and rules are read with the place of each part", () => {
  const { documents, problems } = read(ALERT);
  expect(problems).toEqual([]);
  const group = documents[0]?.groups[0];
  expect(group).toMatchObject({
    name: { text: "gateway" },
    interval: { ms: 30_000 },
    queryOffset: { ms: 60_000 },
    limit: 5,
    labels: [{ name: { text: "team" }, value: { text: "platform" } }],
  });
  const [alert, recording] = group?.rules ?? [];
  if (alert?.kind !== "alerting") throw new Error("no alert");
  expect(alert.for?.ms).toBe(300_000);
  expect(alert.keepFiringFor?.ms).toBe(600_000);
  expect(alert.place).toEqual({ file: "rules.yml", line: 8, column: 5 });
  expect(alert.expr.placeAt(alert.expr.text.indexOf("=="))).toMatchObject({ line: 11, column: 9 });
  expect(recording).toMatchObject({ kind: "recording", name: { text: "job:up:count" } });
});

test.each([
  ["unknown-field 2:1", "groups: []\ngroup: []\n"],
  ["missing-field 2:3", "groups:\n- rules: []\n"],
  ["missing-field 2:10", "groups:\n- name: ''\n"],
  ["duplicate-group 3:9", "groups:\n- name: a\n- name: a\n"],
  ["invalid-duration 3:13", "groups:\n- name: a\n  interval: 5\n"],
  ["invalid-name 3:12", "groups:\n- name: a\n  labels: {a-b: x}\n"],
  ["wrong-type 3:10", "groups:\n- name: a\n  limit: x\n"],
  ["wrong-type 1:9", "groups: x\n"],
  ["wrong-type 1:1", "x\n"],
])("a file is refused with %s", (problem, text) => {
  expect(read(text).problems.map(brief)).toEqual([problem]);
});

const rule = (...lines: string[]) =>
  `groups:\n- name: a\n  rules:\n  - ${lines.join("\n    ")}\n  - alert: Right\n    expr: up == 0\n`;

test.each([
  ["rule-kind 4:5", ["expr: up"]],
  ["rule-kind 5:13", ["alert: A", "record: b", "expr: up"]],
  ["missing-field 4:5", ["alert: A"]],
  ["missing-field 5:12", ["alert: A", "expr: ''"]],
  ["wrong-type 5:11", ["alert: A", "expr: [up]"]],
  ["unknown-field 6:5", ["alert: A", "expr: up", "annotation: {}"]],
  ["invalid-duration 6:10", ["alert: A", "expr: up", "for: 5"]],
  ["invalid-duration 6:10", ["alert: A", "expr: up", "for: 1.5h"]],
  ["invalid-duration 6:22", ["alert: A", "expr: up", "keep_firing_for: -5m"]],
  ["invalid-name 6:14", ["alert: A", "expr: up", "labels: {a.b: x}"]],
  ["invalid-name 6:14", ["alert: A", "expr: up", "labels: {__name__: x}"]],
  ["invalid-name 6:19", ["alert: A", "expr: up", "annotations: {a-b: x}"]],
  ["invalid-name 4:23", ['record: strawberry{a="b"}', "expr: up"]],
  ["invalid-name 4:13", ["record: a b", "expr: up"]],
  ["misplaced-field 6:10", ["record: a", "expr: up", "for: 5m"]],
  ["misplaced-field 6:22", ["record: a", "expr: up", "keep_firing_for: 5m"]],
  ["misplaced-field 6:18", ["record: a", "expr: up", "annotations: {a: b}"]],
  ["yaml-duplicate-key 6:5", ["alert: A", "expr: up", "expr: up"]],
])("a rule is refused with %s, and its neighbour is read", (problem, lines) => {
  const { documents, problems } = read(rule(...lines));
  const expected = problem === "wrong-type 5:11" ? [problem, "missing-field 4:5"] : [problem];
  expect(problems.map(brief)).toEqual(expected);
  const names = documents[0]?.groups[0]?.rules.map(({ name }) => name.text);
  expect(names).toContain("Right");
});

test("what Go reads as nothing or as text is no problem", () => {
  const { documents, problems } = read(
    rule("record: a", "expr: 1", "for: 0s", "labels: {a: ~, b: yes, c: 5}"),
  );
  expect(problems).toEqual([]);
  const labels = documents[0]?.groups[0]?.rules[0]?.labels;
  expect(labels?.map(({ value }) => value.text)).toEqual(["", "yes", "5"]);
});

test("an empty file holds no rules and is no problem", () => {
  expect(read("")).toMatchObject({ documents: [], problems: [] });
  expect(read("# nothing\n").problems).toEqual([]);
});

test("Prometheus 3 takes any label name", () => {
  const text = rule("alert: A", "expr: up", "labels: {service.name: x}");
  const { problems } = readRuleFile({ text, file: "a.yml" }, { names: "utf8" });
  expect(problems).toEqual([]);
});

test("a misspelt field gets the one that was meant", () => {
  const { problems } = read(rule("alert: A", "expr: up", "annotation: {}"));
  expect(problems[0]?.mend).toBe("did you mean annotations?");
});

const indented = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, " ".repeat(by));

const manifest = (kind: string, rest: string) =>
  `apiVersion: monitoring.coreos.com/v1\nkind: ${kind}\nmetadata:\n  name: m\n  namespace: n\n  labels: {app: a}\n${rest}`;

test("a PrometheusRule is read with its metadata, also in a list and beside other documents", () => {
  const one = manifest("PrometheusRule", `spec:\n${indented(ALERT, 2)}`);
  const list = `apiVersion: v1\nkind: List\nitems:\n- ${indented(one, 2).trimStart()}`;
  const { documents, problems } = read(`${manifest("Service", "spec: {}\n")}---\n${list}`);
  expect(problems).toEqual([]);
  expect(documents).toHaveLength(1);
  expect(documents[0]?.manifest).toMatchObject({
    kind: "PrometheusRule",
    name: { text: "m" },
    namespace: { text: "n" },
    labels: [{ name: { text: "app" }, value: { text: "a" } }],
  });
  expect(documents[0]?.groups[0]?.rules[0]?.name.placeAt(0)).toMatchObject({
    line: 26,
    column: 16,
  });
});

test("a PrometheusRule is as strict as a rule file", () => {
  const text = manifest("PrometheusRule", "spec:\n  group: []\n");
  expect(read(text).problems.map(brief)).toEqual(["unknown-field 8:3"]);
  expect(read(manifest("PrometheusRule", "")).problems.map(brief)).toEqual(["missing-field 1:1"]);
  const thanos = `spec:\n  groups:\n  - name: a\n    partial_response_strategy: warn\n    rules: []\n`;
  expect(read(manifest("PrometheusRule", thanos)).problems).toEqual([]);
});

test("a Helm chart's template is one problem that says to render it", () => {
  const { documents, problems } = read(`groups:\n{{- if .Values.on }}\n- name: a\n{{- end }}\n`);
  expect(documents).toEqual([]);
  expect(problems.map(brief)).toEqual(["yaml-template 2:3"]);
});
