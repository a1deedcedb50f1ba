import type { Labels } from "../../../labels/labels.ts";
import type { Constraint, SymbolicLabels } from "../../../labels/symbolic.ts";
import { constraintOf, isNeverPresent, witnessOf } from "../../../labels/symbolic-labels.ts";

/** Values that read like those of real targets. */
const USUAL: Readonly<Record<string, string>> = {
  instance: "example:9100",
  job: "example",
  namespace: "example",
  pod: "example-0",
};

const isFree = (constraint: Constraint): boolean =>
  constraint.every(({ operator, value }) => operator === "!=" && value === "");

const withUsual = (labels: SymbolicLabels, names: Iterable<string>): SymbolicLabels => {
  const known: Record<string, Constraint> = { ...labels.known };
  for (const name of names) {
    const value = Object.hasOwn(USUAL, name) ? USUAL[name] : undefined;
    if (value === undefined || !isFree(constraintOf(labels, name))) continue;
    known[name] = [{ operator: "=", value }];
  }
  return { known, others: labels.others };
};

/** One result of a query, without the name of its metric, with the wanted labels where they can be there. */
export const sampleLabels = (
  symbolic: SymbolicLabels,
  wanted: readonly string[],
): Labels | undefined => {
  const possible = wanted.filter((name) => !isNeverPresent(symbolic, name));
  const labels = witnessOf(withUsual(symbolic, possible), possible);
  if (labels === undefined) return undefined;
  const { __name__: _, ...others } = labels;
  return others;
};
