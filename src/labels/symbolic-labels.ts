import { formatMatcher } from "./format-matcher.ts";
import type { Labels } from "./labels.ts";
import { allowsAbsence, satisfy } from "./language.ts";
import { matches, matchesValue } from "./match.ts";
import type { Matcher, ValueMatcher } from "./matcher.ts";
import type { Constraint, SymbolicLabels } from "./symbolic.ts";

const ABSENT: Constraint = [{ operator: "=", value: "" }];
const PRESENT: ValueMatcher = { operator: "!=", value: "" };

/** What is known of the label of that name. */
export const constraintOf = (symbolic: SymbolicLabels, name: string): Constraint => {
  if (Object.hasOwn(symbolic.known, name)) return symbolic.known[name] ?? [];
  return symbolic.others === "possible" ? [] : ABSENT;
};

export const mayBeAbsent = (symbolic: SymbolicLabels, name: string): boolean =>
  allowsAbsence(constraintOf(symbolic, name));

export const isAlwaysPresent = (symbolic: SymbolicLabels, name: string): boolean =>
  !mayBeAbsent(symbolic, name);

/** Whether the label is certainly absent. When that is not known, it is not. */
export const isNeverPresent = (symbolic: SymbolicLabels, name: string): boolean =>
  satisfy([...constraintOf(symbolic, name), PRESENT]).kind === "unsatisfiable";

/** Exactly these labels. */
export const symbolicOf = (labels: Labels): SymbolicLabels => ({
  known: Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, [{ operator: "=", value }] as const]),
  ),
  others: "impossible",
});

/** The label sets of both: what is known of one is added to what is known of the other. */
export const withMatchers = (
  symbolic: SymbolicLabels,
  matchers: readonly Matcher[],
): SymbolicLabels => {
  const known = new Map(Object.entries(symbolic.known));
  for (const { name, operator, value } of matchers) {
    const before = known.get(name) ?? constraintOf(symbolic, name);
    known.set(name, [...before, { operator, value }]);
  }
  return { known: Object.fromEntries(known), others: symbolic.others };
};

/** Whether the label set is one of them. */
export const includesLabels = (symbolic: SymbolicLabels, labels: Labels): boolean =>
  Object.entries(symbolic.known).every(([name, constraint]) =>
    matches(
      constraint.map((matcher) => ({ ...matcher, name })),
      labels,
    ),
  ) &&
  Object.keys(labels).every((name) =>
    constraintOf(symbolic, name).every((matcher) => matchesValue(matcher, labels[name] ?? "")),
  );

/** A value for the label: absence where that is allowed, unless the label is wanted. */
const witnessValue = (constraint: Constraint, wanted: boolean): string | undefined => {
  if (!wanted && allowsAbsence(constraint)) return "";
  const found = satisfy(constraint);
  return found.kind === "satisfiable" ? found.witness : undefined;
};

/**
 * One of the label sets, with no labels but those that must be there and, where they can be, the wanted ones.
 * Undefined when there is none, or none is known.
 */
export const witnessOf = (
  symbolic: SymbolicLabels,
  wanted: readonly string[] = [],
): Labels | undefined => {
  const labels: [string, string][] = [];
  for (const name of new Set([...Object.keys(symbolic.known), ...wanted])) {
    const value = witnessValue(constraintOf(symbolic, name), wanted.includes(name));
    if (value === undefined) return undefined;
    if (value !== "") labels.push([name, value]);
  }
  return Object.fromEntries(labels);
};

const describeLabel = (name: string, constraint: Constraint): string => {
  const [first, ...others] = constraint;
  if (first === undefined) return `any ${name}`;
  if (others.length === 0 && first.value === "") {
    if (first.operator === "=") return `no ${name}`;
    if (first.operator === "!=") return `some ${name}`;
  }
  return constraint.map((matcher) => formatMatcher({ ...matcher, name })).join(", ");
};

/** The constraint in words and matchers: `severity="critical", no team, some instance`. */
export const describeSymbolic = ({ known, others }: SymbolicLabels): string => {
  const parts = Object.entries(known).map(([name, constraint]) => describeLabel(name, constraint));
  if (others === "possible") parts.push("any other labels");
  return parts.length === 0 ? "no labels" : parts.join(", ");
};
