import { remembered } from "../../lib/remembered.ts";
import type { Binary, ComparisonOperator, Expr } from "../syntax/expr.ts";
import { withoutParens } from "../syntax/walk.ts";
import { isComparison } from "./binary-facts.ts";
import { MIRRORED } from "./comparison.ts";
import { type Analysis, evaluate, factsIn } from "./evaluate.ts";
import type { ValueContext } from "./selector-facts.ts";
import { constantOf, type ValueFacts } from "./value-facts.ts";

/** A comparison that decides whether there is an alert. */
export type Threshold = {
  readonly node: Binary;
  /** As if the threshold stood on the right: `5 < x` is `>`. */
  readonly operator: ComparisonOperator;
  /** Where the threshold stands: on the side that is constant, else on the right. */
  readonly side: "left" | "right";
  readonly value: Expr;
  readonly threshold: Expr;
  readonly valueFacts: ValueFacts;
  readonly thresholdFacts: ValueFacts;
  /** It keeps alerts away: right of `unless`. */
  readonly negated: boolean;
  /** No other condition stands beside it: only `or` is around it. */
  readonly alone: boolean;
};

type Pending = Pick<Threshold, "negated" | "alone"> & { readonly expr: Expr };

const readThreshold = (analysis: Analysis, node: Binary, at: Pending): Threshold | undefined => {
  if (!isComparison(node.operator)) return undefined;
  const left = factsIn(analysis, node.left);
  const right = factsIn(analysis, node.right);
  const side = constantOf(left) !== undefined && constantOf(right) === undefined ? "left" : "right";
  const swapped = side === "left";
  return {
    node,
    operator: swapped ? MIRRORED[node.operator] : node.operator,
    side,
    value: swapped ? node.right : node.left,
    threshold: swapped ? node.left : node.right,
    valueFacts: swapped ? right : left,
    thresholdFacts: swapped ? left : right,
    negated: at.negated,
    alone: at.alone,
  };
};

const sidesOf = (node: Binary, at: Pending): readonly Pending[] => {
  const { negated } = at;
  if (node.operator === "or") {
    return [
      { ...at, expr: node.left },
      { ...at, expr: node.right },
    ];
  }
  const left = { expr: node.left, negated, alone: false };
  if (node.operator === "and") return [left, { ...left, expr: node.right }];
  return [left, { expr: node.right, negated: !negated, alone: false }];
};

/** The comparisons that decide: at the top, through parentheses, `and`, `or`, `unless` and `5 < x < 9`. */
export const thresholdsIn = remembered((analysis: Analysis): readonly Threshold[] => {
  const found: Threshold[] = [];
  const pending: Pending[] = [{ expr: analysis.root, negated: false, alone: true }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const node = withoutParens(at.expr);
    if (node.kind !== "binary") continue;
    if (node.operator === "and" || node.operator === "or" || node.operator === "unless") {
      pending.push(...[...sidesOf(node, at)].reverse());
      continue;
    }
    const threshold = node.bool ? undefined : readThreshold(analysis, node, at);
    if (threshold === undefined) continue;
    found.push(threshold);
    pending.push({ ...at, expr: threshold.value, alone: false });
  }
  return found;
});

/** The comparisons that decide whether an expression gives an alert. */
export const thresholds = (expr: Expr, context: ValueContext): readonly Threshold[] =>
  thresholdsIn(evaluate(expr, context));
