import type { Place } from "../../../lib/source.ts";
import type { RuleChange } from "../promtool/rule-text.ts";
import type { TestedRule } from "../rules/tested-rule.ts";

/** What is done to rules; docs/testing.md explains each. */
export const MUTATION_OPERATORS = [
  "comparison-negated",
  "comparison-edge",
  "comparison-dropped",
  "threshold-raised",
  "threshold-lowered",
  "label-dropped",
  "side-dropped",
  "range-halved",
  "range-doubled",
  "for-zeroed",
  "for-doubled",
  "keep-firing-zeroed",
] as const;
export type MutationOperator = (typeof MUTATION_OPERATORS)[number];

/** A rule that is wrong in one small way, which a good example would notice. */
export type Mutation = {
  readonly operator: MutationOperator;
  readonly change: RuleChange;
  /** The part that is changed, as it was and as it is. */
  readonly before: string;
  readonly after: string;
  /** The example that would notice: "no example between 0.05 and 0.055". */
  readonly missing: string;
  /** Where the changed part begins in the query, or undefined when it is not in the query. */
  readonly offset: number | undefined;
};

export type Mutant = Mutation & { readonly rule: TestedRule };

/** Where the changed part stands. */
export const placeOfMutant = ({ rule: { rule }, offset }: Mutant): Place => {
  if (offset !== undefined) return rule.expr.placeAt(offset);
  return rule.place;
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const MOST_SHOWN = 60;

/** Part of a query in a sentence. */
export const shown = (text: string): string => {
  const line = oneLine(text);
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
};
