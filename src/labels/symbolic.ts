import type { ValueMatcher } from "./matcher.ts";

/**
 * What is known of one label of many label sets at once: its value passes every one of these tests.
 * A label that is absent has the value "". So `[]` says nothing is known, `[{=, ""}]` that the label is
 * never there, `[{!=, ""}]` that it always is, `[{=, "critical"}]` that it has this value.
 */
export type Constraint = readonly ValueMatcher[];

/** A set of label sets: labels are independent of one another. */
export type SymbolicLabels = {
  readonly known: Readonly<Record<string, Constraint>>;
  /** Whether labels that are not named in `known` may be there. */
  readonly others: "possible" | "impossible";
};
