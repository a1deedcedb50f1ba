import type { Constraint, SymbolicLabels } from "../../labels/symbolic.ts";
import { alertBranch, type RuleLabels } from "./alert-branch.ts";
import { type Branch, type KnownLabel, labelOf, withLabel } from "./branch.ts";
import { accepts, exactly, mayBeAbsent, mayBePresent } from "./constraint.ts";
import { alternativeOf, branchOf } from "./label-alternative.ts";
import type { LabelFlow } from "./label-flow.ts";

/** What Prometheus does with alerts between a rule and Alertmanager. */
export type AlertDispatch = {
  /** `global.external_labels`, which change no label that is there. */
  readonly externalLabels?: readonly { readonly name: string; readonly value: string }[];
  /** `alerting.alert_relabel_configs`; without it, labels stay as they are. An alert may be dropped. */
  readonly relabel?: (labels: SymbolicLabels) => readonly SymbolicLabels[];
};

const presentOr = (constraint: Constraint, value: string): Constraint => [
  { operator: "!=", value: "" },
  ...constraint.filter((matcher) => accepts([matcher], value)),
];

const withExternalLabel = (branch: Branch, name: string, value: string): Branch => {
  const label = labelOf(branch, name);
  if (value === "" || (label.constraint.length > 0 && !mayBeAbsent(label.constraint)))
    return branch;
  const constraint = mayBePresent(label.constraint)
    ? presentOr(label.constraint, value)
    : exactly(value);
  const because = `\`external_labels\` sets it to \`${value}\` where it is not there`;
  const added: KnownLabel = { constraint, reason: { ...label.reason, cause: "alerts", because } };
  return withLabel(branch, name, added);
};

/**
 * The labels that alerts of a rule have when they arrive at Alertmanager, one set for each branch of the rule's
 * query and each way through relabelling: labels of the sample without its name, those of the rule over
 * them, `alertname`, external labels where there is room, and then relabelling (notifier/notifier.go).
 */
export const alertLabels = (
  flow: LabelFlow,
  rule: RuleLabels,
  { externalLabels = [], relabel }: AlertDispatch = {},
): readonly SymbolicLabels[] => {
  const sent = flow.alternatives.map((alternative) => {
    let branch = alertBranch(branchOf(alternative), rule);
    for (const { name, value } of externalLabels) branch = withExternalLabel(branch, name, value);
    return alternativeOf(branch).labels;
  });
  return relabel === undefined ? sent : sent.flatMap(relabel);
};
