import type { Place } from "../../../lib/source.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { AlertCase, Scenario, TestCase } from "../test-suite.ts";
import { flowYaml, flowYamlOf } from "./flow-yaml.ts";

/** The name under which the rules of a `PromtoolTest` are to lie beside its tests. */
export const RULE_FILE = "rules.yml";

/** One run of `promtool test rules`. */
export type PromtoolTest = {
  readonly rules: string;
  readonly tests: string;
  /** How many times a rule is evaluated, for sharing the work out. */
  readonly evaluations: number;
};

/** A case under the name of the alert that is asked for; the case's own unless told otherwise. */
export type Question = { readonly case: TestCase; readonly alertname?: string };

const alertEntry = ({ test }: AlertCase, alertname: string): object => ({
  alertname,
  ...(test.evalTime === undefined ? {} : { eval_time: test.evalTime.written.text }),
  exp_alerts: test.expected.map(({ labels, annotations }) => ({
    exp_labels: Object.fromEntries(labels.map(({ name, value }) => [name.text, value.text])),
    exp_annotations: Object.fromEntries(
      annotations.map(({ name, value }) => [name.text, value.text]),
    ),
  })),
});

/** Fields of a test that are written anew. */
const REWRITTEN = new Set(["name", "alert_rule_test", "promql_expr_test"]);

const keptFields = ({ test }: Scenario): string[] =>
  test.node.kind === "map"
    ? test.node.entries
        .filter(({ key }) => !REWRITTEN.has(key.text))
        .map(({ key, value }) => `${flowYaml(key.text)}: ${flowYamlOf(value)}`)
    : [];

const placeText = ({ line, column }: Place): string => `${line}:${column}`;

/** The query's tests as they were written. */
const queryEntries = ({ test }: Scenario, questions: readonly Question[]): string[] => {
  const places = new Set(questions.map((question) => placeText(question.case.place)));
  const list = fieldOf(test.node, "promql_expr_test");
  if (list?.kind !== "list") return [];
  return list.items.filter(({ place }) => places.has(placeText(place))).map(flowYamlOf);
};

/** Asks whether an alert is silent at that time, so that promtool tells what fires instead. */
export type Probe = { readonly alertname: string; readonly atMs: number };

export type TestText = {
  readonly scenario: Scenario;
  readonly questions: readonly Question[];
  readonly probes?: readonly Probe[];
  readonly groupNames: readonly string[];
  /** Between evaluations; the file's own unless told otherwise. */
  readonly intervalMs?: number;
};

/** The test file of a scenario with these questions and no others. */
export const testFileText = (given: TestText): string => {
  const { scenario, questions, probes = [], groupNames } = given;
  const { file } = scenario.suite;
  const alerts = questions.flatMap(({ case: one, alertname }) =>
    one.kind === "alert" ? [alertEntry(one, alertname ?? one.test.alertname.text)] : [],
  );
  const probed = probes.map(({ alertname, atMs }) => ({
    alertname,
    eval_time: `${atMs}ms`,
    exp_alerts: [],
  }));
  const queries = queryEntries(scenario, questions);
  const test = [
    ...keptFields(scenario),
    `"alert_rule_test": ${flowYaml([...alerts, ...probed])}`,
    `"promql_expr_test": [${queries.join(", ")}]`,
  ];
  const fuzzy = fieldOf(file.node, "fuzzy_compare");
  return `{${[
    `"rule_files": ["${RULE_FILE}"]`,
    `"evaluation_interval": "${given.intervalMs ?? file.evaluationIntervalMs}ms"`,
    `"group_eval_order": ${flowYaml(groupNames)}`,
    ...(fuzzy === undefined ? [] : [`"fuzzy_compare": ${flowYamlOf(fuzzy)}`]),
    `"tests": [{${test.join(", ")}}]`,
  ].join(", ")}}\n`;
};

/** How often every rule is evaluated when these cases are asked. */
export const evaluationsOf = (questions: readonly Question[], intervalMs: number): number =>
  1 + Math.floor(Math.max(0, ...questions.map((question) => question.case.atMs)) / intervalMs);
