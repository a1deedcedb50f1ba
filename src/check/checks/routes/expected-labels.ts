import type { Labels } from "../../../labels/labels.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import type { Expr } from "../../../promql/syntax/expr.ts";
import { descendants } from "../../../promql/syntax/walk.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";

const namesIn = function* (node: Expr): Iterable<string> {
  switch (node.kind) {
    case "selector":
      // These have the labels of alerts, among them those that rules add.
      if (node.metric.startsWith("ALERTS")) return;
      for (const { name } of node.matchers) yield name;
      return;
    case "aggregation":
      yield* node.labels;
      return;
    case "binary":
      yield* node.matching.labels;
      yield* node.matching.include;
      return;
    case "string":
      // Functions that write labels take their names as texts.
      yield node.value;
      return;
    default:
  }
};

/** `$labels.pod`, `.Labels.pod` and `index $labels "pod"`. */
const LABEL_IN_TEXT = /[lL]abels\s*(?:\.|\s")([a-zA-Z_]\w*)/g;

const textsIn = ({ rule }: ExaminedRule): readonly string[] =>
  [...rule.labels, ...(rule.kind === "alerting" ? rule.annotations : [])].map(
    ({ value }) => value.text,
  );

const ofQueryAndTexts = function* (examined: ExaminedRule): Iterable<string> {
  for (const node of examined.query === undefined ? [] : descendants(examined.query.expr)) {
    yield* namesIn(node);
  }
  for (const text of textsIn(examined)) {
    for (const [, name = ""] of text.matchAll(LABEL_IN_TEXT)) yield name;
  }
};

type Mentioned = { readonly ofSeries: ReadonlySet<string>; readonly ofAlerts: ReadonlySet<string> };

const compute = ({ rules, prometheus, settings }: Examined): Mentioned => {
  const ofSeries = new Set<string>(settings.targetLabels ?? []);
  for (const { name } of prometheus?.externalLabels ?? []) ofSeries.add(name.text);
  for (const rule of rules) for (const name of ofQueryAndTexts(rule)) ofSeries.add(name);
  const ofAlerts = new Set(ofSeries);
  for (const { rule } of rules) for (const { name } of rule.labels) ofAlerts.add(name.text);
  return { ofSeries, ofAlerts };
};

const computed = new WeakMap<Examined, Mentioned>();

const mentionedIn = (examined: Examined): Mentioned => {
  const known = computed.get(examined) ?? compute(examined);
  computed.set(examined, known);
  return known;
};

/** Labels that discovery commonly puts on targets, so that their absence from all files proves nothing. */
const USUAL_TARGET_LABELS = new Set([
  ...["instance", "job", "namespace", "pod", "container", "service", "endpoint", "node"],
  ...["app", "host", "hostname", "env", "environment", "region", "zone", "datacenter", "dc"],
]);

/** Whether alerts can be expected to have such a label: something given mentions it, or targets usually have it. */
export const isExpectedLabel = (examined: Examined, name: string): boolean =>
  USUAL_TARGET_LABELS.has(name) || mentionedIn(examined).ofAlerts.has(name);

/**
 * Whether alerts of these labels can be expected to have this label set among them: its labels are known of them, or
 * are such as series have. That a series has the label which another rule adds is possible, but nobody means it.
 */
export const isExpectedWitness = (
  examined: Examined,
  { known }: SymbolicLabels,
  witness: Labels,
): boolean =>
  Object.keys(witness).every(
    (name) =>
      Object.hasOwn(known, name) ||
      USUAL_TARGET_LABELS.has(name) ||
      mentionedIn(examined).ofSeries.has(name),
  );
