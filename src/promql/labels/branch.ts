import type { Constraint } from "../../labels/symbolic.ts";
import {
  ABSENT,
  ANYTHING,
  isSameConstraint,
  mayBeAbsent,
  mayBePresent,
  union,
} from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";

export const METRIC_NAME = "__name__";

export type KnownLabel = { readonly constraint: Constraint; readonly reason: LabelReason };

/** Label sets of one branch of a query while it is worked out: what is known of each label, and why. */
export type Branch = {
  readonly known: ReadonlyMap<string, KnownLabel>;
  /** Of all labels that are not in `known`: `ANYTHING` or `ABSENT`. */
  readonly others: KnownLabel;
};

export const openBranch = (reason: LabelReason): Branch => ({
  known: new Map(),
  others: { constraint: ANYTHING, reason },
});

export const closedBranch = (reason: LabelReason): Branch => ({
  known: new Map(),
  others: { constraint: ABSENT, reason },
});

export const isOpen = (branch: Branch): boolean => branch.others.constraint.length === 0;

export const labelOf = (branch: Branch, name: string): KnownLabel =>
  branch.known.get(name) ?? branch.others;

export const isNever = ({ constraint }: KnownLabel): boolean =>
  constraint === ABSENT || !mayBePresent(constraint);

export const isAlways = ({ constraint }: KnownLabel): boolean =>
  constraint.length > 0 && !mayBeAbsent(constraint);

export const withLabel = (branch: Branch, name: string, label: KnownLabel): Branch => ({
  known: new Map(branch.known).set(name, label),
  others: branch.others,
});

/** The branch without the labels; a label that could not be there anyway keeps its reason. */
export const withoutLabels = (
  branch: Branch,
  names: readonly string[],
  reason: LabelReason,
): Branch => {
  const removed = names.filter((name) => !isNever(labelOf(branch, name)));
  if (removed.length === 0) return branch;
  const known = new Map(branch.known);
  for (const name of removed) known.set(name, { constraint: ABSENT, reason });
  return { known, others: branch.others };
};

/** The branch with these labels only; a label that could not be there anyway keeps its reason. */
export const withOnlyLabels = (
  branch: Branch,
  names: readonly string[],
  reason: LabelReason,
): Branch => {
  const removed: KnownLabel = { constraint: ABSENT, reason };
  const known = new Map<string, KnownLabel>();
  for (const name of names) known.set(name, labelOf(branch, name));
  for (const [name, label] of branch.known) {
    if (!known.has(name)) known.set(name, isNever(label) ? label : removed);
  }
  return { known, others: isOpen(branch) ? removed : branch.others };
};

const joined = (a: KnownLabel, b: KnownLabel): KnownLabel => {
  const constraint = union(a.constraint, b.constraint);
  return { constraint, reason: isSameConstraint(constraint, a.constraint) ? a.reason : b.reason };
};

/** One branch that has all the label sets of both. */
export const joinBranches = (a: Branch, b: Branch): Branch => {
  const known = new Map<string, KnownLabel>();
  for (const name of new Set([...a.known.keys(), ...b.known.keys()])) {
    known.set(name, joined(labelOf(a, name), labelOf(b, name)));
  }
  return { known, others: isOpen(a) ? a.others : b.others };
};

/** More branches than this are joined into one, which only makes what is known of them weaker. */
export const BRANCHES_LIMIT = 16;

export const limitBranches = (branches: readonly Branch[]): readonly Branch[] => {
  if (branches.length <= BRANCHES_LIMIT) return branches;
  const kept = branches.slice(0, BRANCHES_LIMIT - 1);
  return [...kept, branches.slice(BRANCHES_LIMIT - 1).reduce(joinBranches)];
};

const isSameBranch = (a: Branch, b: Branch): boolean => {
  if (isOpen(a) !== isOpen(b) || a.known.size !== b.known.size) return false;
  for (const [name, { constraint }] of a.known) {
    const other = b.known.get(name);
    if (other === undefined || !isSameConstraint(constraint, other.constraint)) return false;
  }
  return true;
};

/** Without the branches that say the same as an earlier one. */
export const distinctBranches = (branches: readonly Branch[]): readonly Branch[] =>
  branches.length < 2
    ? branches
    : branches.filter(
        (branch, index) =>
          !branches.slice(0, index).some((earlier) => isSameBranch(earlier, branch)),
      );
