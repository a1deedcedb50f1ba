import { negate, satisfy } from "../../labels/language.ts";
import type { Matcher, ValueMatcher } from "../../labels/matcher.ts";
import type { Constraint, SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf, witnessOf } from "../../labels/symbolic-labels.ts";

/** What is known of one label of each of many alerts; the same constraint is there once. */
type Column = { readonly constraints: readonly Constraint[]; readonly numbers: readonly number[] };

/** Many alerts, ready to be asked which of them matchers are about. */
export type LabelColumns = {
  readonly alerts: readonly SymbolicLabels[];
  /** Whether the alert is known to have a label set at all. */
  readonly isPossible: (alert: number) => boolean;
  readonly column: (name: string) => Column;
};

/** A text that only the same constraint has. */
export const constraintKey = (constraint: Constraint): string => {
  const exact = constraint.find(({ operator }) => operator === "=");
  if (exact !== undefined) return `=${exact.value}`;
  return constraint
    .map(({ operator, value }) => `${operator}${value}`)
    .sort()
    .join("\u0000");
};

const columnOf = (alerts: readonly SymbolicLabels[], name: string): Column => {
  const known = new Map<string, number>();
  const constraints: Constraint[] = [];
  const numbers = alerts.map((labels) => {
    const constraint = constraintOf(labels, name);
    const key = constraint.map(({ operator, value }) => operator + value).join("\u0000");
    const number = known.get(key) ?? constraints.push(constraint) - 1;
    known.set(key, number);
    return number;
  });
  return { constraints, numbers };
};

export const labelColumns = (alerts: readonly SymbolicLabels[]): LabelColumns => {
  const columns = new Map<string, Column>();
  const possible = alerts.map((labels) => witnessOf(labels) !== undefined);
  return {
    alerts,
    isPossible: (alert) => possible[alert] === true,
    column: (name) => {
      const known = columns.get(name) ?? columnOf(alerts, name);
      columns.set(name, known);
      return known;
    },
  };
};

export const matchersByLabel = (
  matchers: readonly Matcher[],
): ReadonlyMap<string, readonly ValueMatcher[]> => {
  const found = new Map<string, ValueMatcher[]>();
  for (const matcher of matchers) {
    const ofLabel = found.get(matcher.name);
    if (ofLabel === undefined) found.set(matcher.name, [matcher]);
    else ofLabel.push(matcher);
  }
  return found;
};

/** Which label sets of an alert pass: none, some, all, or it is not known whether any. */
export type Passing = "none" | "some" | "all" | "unknown";

const passingOf = (constraint: Constraint, matchers: readonly ValueMatcher[]): Passing => {
  const { kind } = satisfy([...constraint, ...matchers]);
  if (kind === "unsatisfiable") return "none";
  if (kind === "unknown") return "unknown";
  const isImplied = matchers.every(
    (matcher) => satisfy([...constraint, negate(matcher)]).kind === "unsatisfiable",
  );
  return isImplied ? "all" : "some";
};

const together = (a: Passing, b: Passing): Passing => {
  for (const kind of ["none", "unknown", "some"] as const)
    if (a === kind || b === kind) return kind;
  return "all";
};

/** For each alert, which of its label sets pass all the matchers. Labels are independent of one another. */
export const passingAlerts = (
  columns: LabelColumns,
  matchers: readonly Matcher[],
): readonly Passing[] => {
  const passing: Passing[] = columns.alerts.map((_, alert) =>
    columns.isPossible(alert) ? "all" : "unknown",
  );
  for (const [name, ofLabel] of matchersByLabel(matchers)) {
    const { constraints, numbers } = columns.column(name);
    const verdicts: Passing[] = [];
    for (const [alert, number] of numbers.entries()) {
      const before = passing[alert];
      if (before === undefined || before === "none") continue;
      verdicts[number] ??= passingOf(constraints[number] ?? [], ofLabel);
      passing[alert] = together(before, verdicts[number] ?? "unknown");
    }
  }
  return passing;
};
