import type { Labels } from "../../../labels/labels.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import {
  type AlertTemplateProblem,
  expandAlertTemplate,
} from "../../../prometheus/template/expand-alert-template.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { type AlertText, readTexts, templateVersion, usesOf } from "./alert-text.ts";
import { externalLabelsOf } from "./rendering.ts";
import { sampleLabels } from "./sample-labels.ts";

/** Only templates with one of these can fail while they are executed: the others are not tried. */
const CAN_FAIL = new RegExp(
  [
    String.raw`(?<![$.\w])(?:first|index|slice|label|value|strvalue|template|tmpl|len|call|args)\b`,
    String.raw`(?<![$.\w])(?:eq|ne|lt|le|gt|ge|reReplaceAll|match|sortByLabel|toTime)\b`,
    String.raw`(?<![$.\w])(?:parseDuration|humanize\w*|tableLink|graphLink|range)\b`,
    String.raw`(?<![$\w)])\.(?!Labels\b|Value\b|ExternalLabels\b|ExternalURL\b)[A-Za-z]`,
    String.raw`\$(?:labels|externalLabels)\.\w+\.\w|\$value\.\w`,
  ].join("|"),
);

/** Values of labels that some function or other needs; the first are as good as any. */
const LABEL_VALUES = [undefined, "1", "5m", "http://example:9100/path"];

const withValue = (labels: Labels, value: string | undefined): Labels =>
  value === undefined
    ? labels
    : Object.fromEntries(Object.keys(labels).map((name) => [name, value]));

type Tried = { readonly alert: ExaminedAlert; readonly examined: Examined };

type Failure = { readonly problem: AlertTemplateProblem; readonly labels: Labels };

const failureWith = (
  text: AlertText,
  { alert, examined }: Tried,
  labels: Labels,
): Failure | undefined => {
  const expanded = expandAlertTemplate(text.value.text, {
    alert: alert.rule.name.text,
    version: templateVersion(examined.settings),
    labels,
    value: 1,
    externalLabels: externalLabelsOf(examined),
    externalUrl: "http://prometheus.example:9090",
    now: 0,
    query: () => [{ labels, value: 1 }],
  });
  return "error" in expanded ? { problem: expanded.error, labels } : undefined;
};

/** How the template fails with every sample that is tried of one branch. */
const failureOf = (text: AlertText, at: Tried, branch: SymbolicLabels): Failure | undefined => {
  const uses = usesOf(text, at.alert, at.examined.settings);
  if ("error" in uses) return undefined;
  const wanted = uses.labels.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const labels = sampleLabels(branch, wanted);
  if (labels === undefined) return undefined;
  let failure: Failure | undefined;
  for (const value of LABEL_VALUES) {
    const tried = failureWith(text, at, withValue(labels, value));
    if (tried === undefined) return undefined;
    failure ??= tried;
  }
  return failure;
};

const refused = (
  text: AlertText,
  alert: ExaminedAlert,
  error: AlertTemplateProblem,
): Discovery => ({
  place: text.value.placeAt(error.offset),
  subject: alert.rule.name.text,
  message: `the ${text.kind} ${text.name} is no template: ${reasonOf(error)}\nPrometheus refuses the whole file, and none of its rules is evaluated`,
  help: "correct the template",
  counterexample: {
    kind: "render",
    program: "prometheus",
    template: text.value.text,
    data: { labels: {}, value: 1, externalLabels: {} },
    error: error.message,
  },
});

/** Go's message without the place, which is shown anyway. */
const reasonOf = ({ message }: AlertTemplateProblem): string => {
  const [, said] = /^template: .*?:\d+(?::\d+)?: (.*)$/s.exec(message) ?? [];
  const [, inside] = /^executing ".*?" at <.*?>: (.*)$/s.exec(said ?? "") ?? [];
  return inside ?? said ?? message;
};

const failing = (
  text: AlertText,
  { alert, examined }: Tried,
  { problem, labels }: Failure,
): Discovery => ({
  place: text.value.placeAt(problem.offset),
  subject: alert.rule.name.text,
  message: `the ${text.kind} ${text.name} fails whenever the alert fires: ${reasonOf(problem)}\nthe alert carries "<error expanding template: …>" in its place`,
  help: "correct the template, and test the text with `promtool test rules`",
  counterexample: {
    kind: "render",
    program: "prometheus",
    template: text.value.text,
    data: { labels, value: 1, externalLabels: externalLabelsOf(examined) },
    error: problem.shown,
  },
});

const branchesOf = ({ query }: ExaminedAlert): readonly SymbolicLabels[] =>
  query?.labels().alternatives.map(({ labels }) => labels) ?? [];

/** The failure in the first branch of the query in which the template always fails. */
const firstFailure = (text: AlertText, at: Tried): Failure | undefined => {
  if (!CAN_FAIL.test(text.value.text)) return undefined;
  for (const branch of branchesOf(at.alert)) {
    const failure = failureOf(text, at, branch);
    if (failure !== undefined) return failure;
  }
  return undefined;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const { alert, text, uses } of readTexts(examined)) {
    if ("error" in uses) {
      yield refused(text, alert, uses.error);
      continue;
    }
    const failure = firstFailure(text, { alert, examined });
    if (failure !== undefined) yield failing(text, { alert, examined }, failure);
  }
};

export const templateSyntax: Check = {
  name: "template-syntax",
  severity: "error",
  title: "A template of a rule that Prometheus refuses, or that fails whenever the alert fires",
  find,
};
