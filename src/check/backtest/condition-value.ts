import { replaceSpan } from "../../promql/syntax/edit-text.ts";
import type { ComparisonOperator, Expr } from "../../promql/syntax/expr.ts";
import { withoutParens } from "../../promql/syntax/walk.ts";
import { type Threshold, thresholdsIn } from "../../promql/values/thresholds.ts";
import { constantOf } from "../../promql/values/value-facts.ts";
import type { Query } from "../examined.ts";

/** A condition that could be drawn elsewhere: `value > threshold`. */
export type ConditionValue = {
  /** The query without the comparison: its value wherever all other conditions hold. */
  readonly query: string;
  /** As it stands with the threshold on the right. */
  readonly operator: Extract<ComparisonOperator, ">" | "<" | ">=" | "<=">;
  readonly threshold: number;
  /** The threshold as it is written. */
  readonly written: string;
};

/** What gives the values of the result: down the left side of `and` and `unless`. */
const leading = (expr: Expr): Expr => {
  let node = withoutParens(expr);
  while (node.kind === "binary" && (node.operator === "and" || node.operator === "unless")) {
    node = withoutParens(node.left);
  }
  return node;
};

const isOrder = (operator: ComparisonOperator): operator is ConditionValue["operator"] =>
  operator !== "==" && operator !== "!=";

const thresholdOf = ({ values, expr }: Query): Threshold | undefined => {
  const node = leading(expr);
  return thresholdsIn(values()).find((found) => found.node === node);
};

/**
 * The comparison with a constant that decides whether there is an alert and gives its value; undefined where there
 * is none, or where it is not a matter of more or less.
 */
export const conditionValue = (query: Query): ConditionValue | undefined => {
  const found = thresholdOf(query);
  if (found === undefined || !isOrder(found.operator)) return undefined;
  const threshold = constantOf(found.thresholdFacts);
  if (threshold === undefined || !Number.isFinite(threshold)) return undefined;
  const { text } = query;
  const textAt = ({ span: { from, to } }: Expr): string => text.slice(from, to);
  return {
    query: replaceSpan(text, found.node.span, `(${textAt(found.value)})`),
    operator: found.operator,
    threshold,
    written: textAt(found.threshold),
  };
};
