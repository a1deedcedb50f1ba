import type { Constraint, SymbolicLabels } from "../../labels/symbolic.ts";
import { type Branch, isOpen, type KnownLabel } from "./branch.ts";
import { ABSENT, ANYTHING } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";

/** Label sets that one branch of a query gives: with `or` there are several. */
export type LabelAlternative = {
  /** The metric's name is the label `__name__`, as in Prometheus. */
  readonly labels: SymbolicLabels;
  /** For each label in `labels.known`, why. */
  readonly reasons: ReadonlyMap<string, LabelReason>;
  /** Why the labels that are not named may or may not be there. */
  readonly others: LabelReason;
};

/** No label's name is found in it by accident, whatever it is called. */
const emptyRecord = (): Record<string, Constraint> => Object.create(null);

export const alternativeOf = (branch: Branch): LabelAlternative => {
  const known = emptyRecord();
  const reasons = new Map<string, LabelReason>();
  for (const [name, { constraint, reason }] of branch.known) {
    known[name] = constraint;
    reasons.set(name, reason);
  }
  return {
    labels: { known, others: isOpen(branch) ? "possible" : "impossible" },
    reasons,
    others: branch.others.reason,
  };
};

export const branchOf = ({ labels, reasons, others }: LabelAlternative): Branch => {
  const known = new Map<string, KnownLabel>();
  for (const [name, constraint] of Object.entries(labels.known)) {
    known.set(name, { constraint, reason: reasons.get(name) ?? others });
  }
  const constraint = labels.others === "possible" ? ANYTHING : ABSENT;
  return { known, others: { constraint, reason: others } };
};
