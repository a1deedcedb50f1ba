import type { Labels } from "../../labels/labels.ts";
import { negate, satisfy } from "../../labels/language.ts";
import type { Matcher } from "../../labels/matcher.ts";
import type { Constraint, SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf, witnessOf } from "../../labels/symbolic-labels.ts";

/** That two of the alerts have the same values of these labels; a label that both lack is the same. */
export type Tie = {
  readonly between: readonly [number, number];
  readonly names: readonly string[];
};

/** A matcher that one of the alerts may fail. */
export type Failure = { readonly alert: number; readonly matcher: Matcher };

/** Label sets that are to be found together, one for each of some alerts. */
export type JointQuestion = {
  /** Each possible by itself. */
  readonly alerts: readonly SymbolicLabels[];
  readonly ties: readonly Tie[];
  /** Of each list, at least one must come true. */
  readonly failures: readonly (readonly Failure[])[];
};

export type JointAnswer =
  | { readonly kind: "possible"; readonly witnesses: readonly Labels[] }
  | { readonly kind: "impossible" }
  | { readonly kind: "unknown" };

const IMPOSSIBLE: JointAnswer = { kind: "impossible" };
const UNKNOWN: JointAnswer = { kind: "unknown" };

/** Labels of different alerts that have one value. */
type Shared = { constraint: Constraint; readonly of: { alert: number; name: string }[] };

type Labelling = {
  readonly question: JointQuestion;
  /** By alert, then by label. Labels that nothing is asked of are not in it. */
  readonly shared: readonly Map<string, Shared>[];
};

const sharedOf = ({ question, shared }: Labelling, alert: number, name: string): Shared => {
  const known = shared[alert]?.get(name);
  if (known !== undefined) return known;
  const constraint = constraintOf(question.alerts[alert] ?? NO_LABELS, name);
  const made: Shared = { constraint, of: [{ alert, name }] };
  shared[alert]?.set(name, made);
  return made;
};

const NO_LABELS: SymbolicLabels = { known: {}, others: "impossible" };

const tie = (labelling: Labelling, { between: [a, b], names }: Tie): void => {
  for (const name of names) {
    const kept = sharedOf(labelling, a, name);
    const merged = sharedOf(labelling, b, name);
    if (kept === merged) continue;
    kept.constraint = [...kept.constraint, ...merged.constraint];
    kept.of.push(...merged.of);
    for (const { alert, name: label } of merged.of) labelling.shared[alert]?.set(label, kept);
  }
};

const witnessesOf = ({ question, shared }: Labelling): readonly Labels[] | undefined => {
  const values = new Map<Shared, string>();
  const witnesses: Labels[] = [];
  for (const [alert, symbolic] of question.alerts.entries()) {
    const labels = witnessOf(symbolic);
    if (labels === undefined) return undefined;
    const chosen = new Map(Object.entries(labels));
    for (const [name, group] of shared[alert] ?? []) {
      const found = satisfy(group.constraint);
      if (found.kind !== "satisfiable") return undefined;
      const value = values.get(group) ?? found.witness;
      values.set(group, value);
      if (value === "") chosen.delete(name);
      else chosen.set(name, value);
    }
    witnesses.push(Object.fromEntries(chosen));
  }
  return witnesses;
};

/** Tries the ways in which the remaining lists can each come true. */
const search = (labelling: Labelling, remaining: JointQuestion["failures"]): JointAnswer => {
  const [list, ...others] = remaining;
  if (list === undefined) {
    const witnesses = witnessesOf(labelling);
    return witnesses === undefined ? UNKNOWN : { kind: "possible", witnesses };
  }
  let answer: JointAnswer = IMPOSSIBLE;
  for (const { alert, matcher } of list) {
    const group = sharedOf(labelling, alert, matcher.name);
    const before = group.constraint;
    const narrowed = [...before, negate(matcher)];
    const { kind } = satisfy(narrowed);
    if (kind === "unsatisfiable") continue;
    if (kind === "unknown") {
      answer = UNKNOWN;
      continue;
    }
    group.constraint = narrowed;
    const found = search(labelling, others);
    group.constraint = before;
    if (found.kind === "possible") return found;
    if (found.kind === "unknown") answer = found;
  }
  return answer;
};

/**
 * Whether there are such label sets, and which: exact as long as labels of one alert are independent of one another,
 * or "unknown".
 */
export const findTogether = (question: JointQuestion): JointAnswer => {
  const labelling: Labelling = { question, shared: question.alerts.map(() => new Map()) };
  for (const each of question.ties) tie(labelling, each);
  const groups = new Set(labelling.shared.flatMap((byName) => [...byName.values()]));
  let isCertain = true;
  for (const { constraint } of groups) {
    const { kind } = satisfy(constraint);
    if (kind === "unsatisfiable") return IMPOSSIBLE;
    if (kind === "unknown") isCertain = false;
  }
  const answer = search(labelling, question.failures);
  return isCertain || answer.kind === "impossible" ? answer : UNKNOWN;
};
