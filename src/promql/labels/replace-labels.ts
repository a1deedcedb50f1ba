import type { Call, Expr } from "../syntax/expr.ts";
import {
  type Branch,
  distinctBranches,
  type KnownLabel,
  labelOf,
  METRIC_NAME,
  withLabel,
} from "./branch.ts";
import { ABSENT, ANYTHING, conjunction, mayBePresent } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";
import {
  joinedConstraint,
  matchingConstraint,
  otherConstraint,
  type ReplacementRegexp,
  replacedConstraint,
  replacementRegexp,
} from "./replacement.ts";

const textOf = (expr: Expr): string | undefined => {
  let inner = expr;
  while (inner.kind === "paren") inner = inner.expr;
  return inner.kind === "string" ? inner.value : undefined;
};

const textsOf = (call: Call): readonly (string | undefined)[] =>
  call.arguments.slice(1).map(textOf);

const setReason = (call: Call, because: string): LabelReason => ({
  cause: "set",
  because,
  span: call.functionSpan,
});

type LabelReplace = {
  readonly call: Call;
  readonly target: string;
  readonly replacement: string;
  readonly source: string;
  readonly regexp: ReplacementRegexp;
};

const readLabelReplace = (call: Call): LabelReplace | undefined => {
  const [target, replacement, source, expression] = textsOf(call);
  if (target === undefined || replacement === undefined) return undefined;
  if (source === undefined || expression === undefined) return undefined;
  try {
    return { call, target, replacement, source, regexp: replacementRegexp(expression) };
  } catch {
    return undefined;
  }
};

const replaced = (branch: Branch, source: KnownLabel, replace: LabelReplace): Branch => {
  const { call, target, replacement, regexp } = replace;
  const constraint = replacedConstraint({ regexp, replacement, source: source.constraint });
  const from = `\`${replace.source}\` matches \`${regexp.expression}\``;
  const because = mayBePresent(constraint)
    ? `\`label_replace()\` sets it where ${from}`
    : `\`label_replace()\` removes it where ${from}`;
  return withLabel(branch, target, { constraint, reason: setReason(call, because) });
};

/** A label that was matched by keeps what that says of it, unless nothing is learnt. */
const withSource = (branch: Branch, name: string, source: KnownLabel): Branch =>
  name === "" || source.constraint === labelOf(branch, name).constraint
    ? branch
    : withLabel(branch, name, source);

const replaceInBranch = (branch: Branch, replace: LabelReplace): readonly Branch[] => {
  const { call, source: name, regexp } = replace;
  const before = name === "" ? undefined : labelOf(branch, name);
  const start = before?.constraint ?? ABSENT;
  const reason = before?.reason ?? setReason(call, "no label has an empty name");
  const matching = conjunction(start, matchingConstraint(regexp));
  const other =
    matchingConstraint(regexp) === ANYTHING
      ? undefined
      : conjunction(start, otherConstraint(regexp));
  const branches: Branch[] = [];
  if (matching !== undefined) {
    const source = { constraint: matching, reason };
    branches.push(replaced(withSource(branch, name, source), source, replace));
  }
  if (other !== undefined) {
    branches.push(withSource(branch, name, { constraint: other, reason }));
  }
  return branches;
};

const unknownLabels = (branch: Branch, call: Call): Branch => {
  const reason = setReason(call, `\`${call.function}()\` may set it`);
  const known = new Map<string, KnownLabel>();
  for (const [name, label] of branch.known) {
    known.set(name, name === METRIC_NAME ? label : { constraint: ANYTHING, reason });
  }
  return { known, others: { constraint: ANYTHING, reason } };
};

/**
 * `label_replace(v, dst, replacement, src, regex)`: a branch for the label sets whose source label matches
 * and one for those that stay as they are.
 */
export const labelReplace = (call: Call, branches: readonly Branch[]): readonly Branch[] => {
  const replace = readLabelReplace(call);
  if (replace === undefined) return branches.map((branch) => unknownLabels(branch, call));
  return distinctBranches(branches.flatMap((branch) => replaceInBranch(branch, replace)));
};

/** `label_join(v, dst, separator, src…)`. */
export const labelJoin = (call: Call, branches: readonly Branch[]): readonly Branch[] => {
  const [target, separator, ...sources] = textsOf(call);
  if (target === undefined || separator === undefined) {
    return branches.map((branch) => unknownLabels(branch, call));
  }
  return branches.map((branch) => {
    const constraint = joinedConstraint(
      sources.map((name) => (name === undefined ? ANYTHING : labelOf(branch, name).constraint)),
      separator,
    );
    const because = mayBePresent(constraint)
      ? "`label_join()` sets it"
      : "`label_join()` removes it: what it joins is empty";
    return withLabel(branch, target, { constraint, reason: setReason(call, because) });
  });
};
