import type { Expr } from "../../../promql/syntax/expr.ts";
import { descendants } from "../../../promql/syntax/walk.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";

const namesIn = function* (node: Expr): Iterable<string> {
  switch (node.kind) {
    case "selector":
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

const ofRule = function* (examined: ExaminedRule): Iterable<string> {
  for (const { name } of examined.rule.labels) yield name.text;
  for (const node of examined.query === undefined ? [] : descendants(examined.query.expr)) {
    yield* namesIn(node);
  }
  for (const text of textsIn(examined)) {
    for (const [, name = ""] of text.matchAll(LABEL_IN_TEXT)) yield name;
  }
};

const compute = ({ rules, prometheus, settings }: Examined): ReadonlySet<string> => {
  const names = new Set<string>(settings.targetLabels ?? []);
  for (const { name } of prometheus?.externalLabels ?? []) names.add(name.text);
  for (const rule of rules) for (const name of ofRule(rule)) names.add(name);
  return names;
};

const computed = new WeakMap<Examined, ReadonlySet<string>>();

/** Labels of which the rules, their texts, the external labels or the settings say that there are such. */
export const mentionedLabels = (examined: Examined): ReadonlySet<string> => {
  const known = computed.get(examined) ?? compute(examined);
  computed.set(examined, known);
  return known;
};
