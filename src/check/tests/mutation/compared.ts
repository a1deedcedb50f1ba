import type { Binary, ComparisonOperator, Expr } from "../../../promql/syntax/expr.ts";
import { isComparison } from "../../../promql/values/binary-facts.ts";
import { MIRRORED } from "../../../promql/values/comparison.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { MutatedQuery } from "./query.ts";

/** A comparison of a value with what it must not pass. */
export type Compared = {
  readonly query: MutatedQuery;
  readonly node: Binary;
  /** As if the threshold stood on the right. */
  readonly operator: ComparisonOperator;
  readonly value: Expr;
  readonly threshold: Expr;
  /** The threshold, when it is a number. */
  readonly constant: number | undefined;
};

/** A comparison that is not between two numbers, which nothing in the world changes. */
export const compared = (query: MutatedQuery, node: Binary): Compared | undefined => {
  if (!isComparison(node.operator)) return undefined;
  const left = constantOf(factsIn(query.analysis, node.left));
  const right = constantOf(factsIn(query.analysis, node.right));
  if (left !== undefined && right !== undefined) return undefined;
  return left === undefined
    ? {
        query,
        node,
        operator: node.operator,
        value: node.left,
        threshold: node.right,
        constant: right,
      }
    : {
        query,
        node,
        operator: MIRRORED[node.operator],
        value: node.right,
        threshold: node.left,
        constant: left,
      };
};
