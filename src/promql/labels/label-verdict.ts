import type { Constraint } from "../../labels/symbolic.ts";
import { constraintOf } from "../../labels/symbolic-labels.ts";
import { mayBeAbsent, mayBePresent } from "./constraint.ts";
import type { LabelAlternative } from "./label-alternative.ts";
import type { LabelFlow } from "./label-flow.ts";
import type { LabelReason } from "./label-reason.ts";

export type LabelPresence = "always" | "maybe" | "never";

export type BranchVerdict = {
  /** Which of the flow's alternatives. */
  readonly alternative: number;
  readonly presence: LabelPresence;
  readonly constraint: Constraint;
  readonly reason: LabelReason;
};

export type LabelVerdict = {
  /** Over all branches. "never" for a query that gives no result. */
  readonly presence: LabelPresence;
  readonly branches: readonly BranchVerdict[];
};

const presenceOf = (constraint: Constraint): LabelPresence => {
  if (!mayBePresent(constraint)) return "never";
  return constraint.length === 0 || mayBeAbsent(constraint) ? "maybe" : "always";
};

const branchVerdict = (
  alternative: LabelAlternative,
  index: number,
  name: string,
): BranchVerdict => {
  const constraint = constraintOf(alternative.labels, name);
  return {
    alternative: index,
    presence: presenceOf(constraint),
    constraint,
    reason: alternative.reasons.get(name) ?? alternative.others,
  };
};

/**
 * Whether results of the query have the label: what `$labels.name` of a rule's template finds, which sees the
 * labels of the sample and not those of the rule.
 */
export const labelVerdict = (flow: LabelFlow, name: string): LabelVerdict => {
  const branches = flow.alternatives.map((alternative, index) =>
    branchVerdict(alternative, index, name),
  );
  const first = branches[0]?.presence ?? "never";
  const agree = branches.every(({ presence }) => presence === first);
  return { presence: agree ? first : "maybe", branches };
};

/** "never: removed by `sum by (job)`". */
export const describeVerdict = ({ presence, reason }: BranchVerdict): string =>
  reason.recordedBy === undefined
    ? `${presence}: ${reason.because}`
    : `${presence}: ${reason.because}, in the rule \`${reason.recordedBy.rule.name}\``;
