import type { Expr } from "../syntax/expr.ts";

/** A rule as far as its labels go: values of an alerting rule's labels may be templates. */
export type SourceRule = {
  readonly kind: "recording" | "alerting";
  readonly name: string;
  readonly expr: Expr;
  /** With those of its group. */
  readonly labels: readonly { readonly name: string; readonly value: string }[];
};
