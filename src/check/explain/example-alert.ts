import type { Labels } from "../../labels/labels.ts";
import { matchesValue } from "../../labels/match.ts";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf } from "../../labels/symbolic-labels.ts";
import type { Instant } from "../../lib/clock.ts";
import type { LocatedPair } from "../../prometheus/rule.ts";
import { alertTemplateUses } from "../../prometheus/template/alert-template-uses.ts";
import { expandAlertTemplate } from "../../prometheus/template/expand-alert-template.ts";
import { factsIn } from "../../promql/values/evaluate.ts";
import type { Examined, ExaminedAlert } from "../examined.ts";
import type { ExampleAlert, RenderedText } from "./explanation.ts";
import { sampleLabels, uncertainLabels } from "./sample-labels.ts";
import { sampleValue } from "./sample-value.ts";

const templateVersion = ({ settings }: Examined) =>
  settings.prometheusVersion === "2.42" ? ("2.42" as const) : ("current" as const);

/** Labels of the sample that the alert's texts read. */
const labelsRead = ({ rule }: ExaminedAlert, examined: Examined): string[] => {
  const names = [...rule.annotations, ...rule.labels].flatMap(({ value }) => {
    const uses = alertTemplateUses(value.text, rule.name.text, templateVersion(examined));
    return "error" in uses ? [] : uses.labels.flatMap(({ name }) => name ?? []);
  });
  return [...new Set(names)];
};

/** The label set that the query gives for the alert: what the rule itself sets is not taken from the alert. */
const seriesLabels = (
  { rule, group, query }: ExaminedAlert,
  arrived: Labels,
  { branch, wanted }: { readonly branch: number; readonly wanted: readonly string[] },
): Labels => {
  const alternatives = query?.labels().alternatives;
  const alternative = alternatives?.[branch] ?? alternatives?.[0];
  const given: SymbolicLabels = alternative?.labels ?? {
    known: {},
    others: "possible",
  };
  const set = new Set([...group.labels, ...rule.labels].map(({ name }) => name.text));
  set.add("alertname");
  const sample: Record<string, string> = { ...sampleLabels(given, wanted) };
  for (const [name, value] of Object.entries(arrived)) {
    if (set.has(name)) continue;
    if (constraintOf(given, name).every((matcher) => matchesValue(matcher, value))) {
      sample[name] = value;
    }
  }
  delete sample["__name__"];
  return sample;
};

export type ExampleWanted = {
  readonly alert: ExaminedAlert;
  /** The place of the labels among those in which the alert can arrive. */
  readonly branch: number;
  /** Of that branch, narrowed to what was asked for. */
  readonly labels: SymbolicLabels;
  readonly now: Instant;
};

/** Where the messages would link to; any address does. */
const PROMETHEUS_URL = "http://prometheus.example.com";

/** An alert of the rule, with its annotations as Prometheus expands them. Undefined when the rule gives none. */
export const exampleAlert = (
  { alert, branch, labels, now }: ExampleWanted,
  examined: Examined,
): ExampleAlert | undefined => {
  const wanted = labelsRead(alert, examined);
  const external = Object.fromEntries(
    (examined.prometheus?.externalLabels ?? []).map(({ name, value }) => [name.text, value.text]),
  );
  const arrived = sampleLabels(labels, wanted, external);
  if (arrived === undefined) return undefined;
  const series = seriesLabels(alert, arrived, { branch, wanted });
  const { query, rule } = alert;
  const analysis = query?.values();
  const value = analysis === undefined ? 1 : sampleValue(factsIn(analysis, analysis.root));
  const expand = ({ name, value: template }: LocatedPair): RenderedText => {
    const expanded = expandAlertTemplate(template.text, {
      alert: rule.name.text,
      version: templateVersion(examined),
      labels: series,
      value,
      externalLabels: external,
      externalUrl: PROMETHEUS_URL,
      now,
    });
    return "error" in expanded
      ? { name: name.text, text: expanded.error.shown, error: expanded.error.message }
      : { name: name.text, text: expanded.output, error: null };
  };
  return {
    labels: arrived,
    uncertain: uncertainLabels(labels, arrived),
    value: String(value),
    annotations: rule.annotations.map(expand),
  };
};
