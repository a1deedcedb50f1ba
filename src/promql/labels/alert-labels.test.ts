import { expect, test } from "vitest";
import type { Constraint, SymbolicLabels } from "../../labels/symbolic.ts";
import { parseExpr } from "../syntax/parse.ts";
import { type AlertDispatch, alertLabels } from "./alert-labels.ts";
import { labelFlow } from "./label-flow.ts";

const sent = (
  query: string,
  labels: Record<string, string>,
  dispatch: AlertDispatch = {},
): readonly SymbolicLabels[] => {
  const parsed = parseExpr(query);
  if ("error" in parsed) throw new Error(parsed.error.message);
  const pairs = Object.entries(labels).map(([name, value]) => ({ name, value }));
  return alertLabels(labelFlow(parsed.expr), { name: "Down", labels: pairs }, dispatch);
};

const constraintOf = (query: string, template: string): Constraint | undefined =>
  sent(query, { x: template })[0]?.known["x"];

test("an alert has the labels of its sample and its rule, its name, and no name of a metric", () => {
  expect(sent('sum by (job) (up{job="j"})', { severity: "critical", job: "k" })).toEqual([
    {
      known: {
        __name__: [{ operator: "=", value: "" }],
        alertname: [{ operator: "=", value: "Down" }],
        job: [{ operator: "=", value: "k" }],
        severity: [{ operator: "=", value: "critical" }],
      },
      others: "impossible",
    },
  ]);
});

test("an empty label of the rule removes that of the sample, and alertname is the rule's name", () => {
  const [labels] = sent('up{job="j"}', { job: "", alertname: "Other" });
  expect(labels?.known["job"]).toEqual([{ operator: "=", value: "" }]);
  expect(labels?.known["alertname"]).toEqual([{ operator: "=", value: "Down" }]);
});

test.each([
  ['up{job="j"}', "{{ $labels.job }}", [{ operator: "=", value: "j" }]],
  ['up{job="j"}', "team-{{ .Labels.job }}", [{ operator: "=", value: "team-j" }]],
  ['up{job="j"}', "{{$labels.job}}/{{$value}}", [{ operator: "=~", value: "j/(?s:.+)" }]],
  ["up", "{{ $labels.job }}", []],
  ["sum(up)", "{{ $labels.job }}", [{ operator: "=", value: "" }]],
  ["up", "a.{{ $labels.job }}", [{ operator: "=~", value: "a\\.(?s:.*)" }]],
  ["up", "a{{ printf `b` }}", [{ operator: "!=", value: "" }]],
  ["up", "{{ if true }}a{{ end }}", []],
  ["up", " {{- $labels.job }}", []],
  ["up", "{{ $value }}", [{ operator: "!=", value: "" }]],
])("for %s the template %s gives a value of which this is known", (query, template, constraint) => {
  expect(constraintOf(query, template)).toEqual(constraint);
});

test("external labels are added where there is room for them", () => {
  const externalLabels = [
    { name: "cluster", value: "prod" },
    { name: "job", value: "none" },
    { name: "team", value: "a" },
  ];
  const [labels] = sent(
    'sum by (job, cluster) (up{job="j",cluster!="dev"})',
    {},
    { externalLabels },
  );
  expect(labels?.known["team"]).toEqual([{ operator: "=", value: "a" }]);
  expect(labels?.known["job"]).toEqual([{ operator: "=", value: "j" }]);
  expect(labels?.known["cluster"]).toEqual([
    { operator: "!=", value: "" },
    { operator: "!=", value: "dev" },
  ]);
});

test("relabelling comes last, and may split or drop alerts", () => {
  const relabel = ({ others }: SymbolicLabels): readonly SymbolicLabels[] =>
    others === "possible" ? [] : [{ known: {}, others }];
  expect(sent("up or sum(up)", {}, { relabel })).toEqual([{ known: {}, others: "impossible" }]);
});
