/** `=`, `!=`, `=~` and `!~`, in PromQL and in Alertmanager alike. */
export type MatchOperator = "=" | "!=" | "=~" | "!~";

/** A test of one value. A label that is absent has the value "". A regular expression is RE2's, and anchored. */
export type ValueMatcher = { readonly operator: MatchOperator; readonly value: string };

/** A test of the label of that name. */
export type Matcher = ValueMatcher & { readonly name: string };
