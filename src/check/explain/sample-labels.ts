import type { Labels } from "../../labels/labels.ts";
import { ANY_VALUE } from "../../labels/language.ts";
import { matchesValue } from "../../labels/match.ts";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf, mayBeAbsent, witnessOf } from "../../labels/symbolic-labels.ts";

/** A value that looks like one of the label's, rather than like a word that stands for any. */
const likelyValue = (name: string): string =>
  name === "instance" ? "host-1:9100" : `${name.replaceAll("_", "-")}-1`;

/** The value, or a likelier one where any would do. */
export const readableValue = (
  symbolic: SymbolicLabels,
  name: string,
  {
    value,
    likely = likelyValue(name),
  }: { readonly value: string; readonly likely?: string | undefined },
): string => {
  if (value !== ANY_VALUE) return value;
  return constraintOf(symbolic, name).every((matcher) => matchesValue(matcher, likely))
    ? likely
    : value;
};

/** Whether the label can have a value at all. */
export const mayHave = (symbolic: SymbolicLabels, name: string): boolean => {
  const found = witnessOf(
    { known: { [name]: constraintOf(symbolic, name) }, others: "impossible" },
    [name],
  );
  return found !== undefined && Object.hasOwn(found, name);
};

/**
 * One of the label sets as a person would write an example: labels that must be there and, where they can be, the
 * wanted ones. Where a label may have any value it has the likely one that is given. Undefined when there is none, or none
 * is known.
 */
export const sampleLabels = (
  symbolic: SymbolicLabels,
  wanted: readonly string[] = [],
  likely: Labels = {},
): Labels | undefined => {
  const labels = witnessOf(
    symbolic,
    wanted.filter((name) => mayHave(symbolic, name)),
  );
  if (labels === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [
        name,
        readableValue(symbolic, name, { value, likely: likely[name] }),
      ]),
  );
};

/** Those of the labels that an alert need not have. */
export const uncertainLabels = (symbolic: SymbolicLabels, labels: Labels): string[] =>
  Object.keys(labels).filter((name) => mayBeAbsent(symbolic, name));
