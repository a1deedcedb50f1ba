import type { LocatedPair } from "../../../prometheus/rule.ts";
import type { RuleLabels } from "../../../promql/labels/alert-branch.ts";
import type { ExaminedAlert, ExaminedRule } from "../../examined.ts";

/** The labels that alerts or series get from their rule and, where the rule says nothing, from its group. */
export const ownLabels = ({ group, rule }: ExaminedRule): readonly LocatedPair[] => {
  const names = new Set(rule.labels.map(({ name }) => name.text));
  return [...group.labels.filter(({ name }) => !names.has(name.text)), ...rule.labels];
};

/** The same as what the engine of labels takes. */
export const ruleLabels = (alert: ExaminedAlert): RuleLabels => ({
  name: alert.rule.name.text,
  labels: ownLabels(alert).map(({ name, value }) => ({ name: name.text, value: value.text })),
});

export const isTemplate = (text: string): boolean => text.includes("{{");
