import type { Expr } from "../syntax/expr.ts";
import { childrenOf } from "../syntax/walk.ts";

/** All parts of an expression, each after its own parts; without recursion, however deep it is. */
export const partsInOrder = (root: Expr): readonly Expr[] => {
  const order: Expr[] = [];
  const pending: Expr[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    order.push(next);
    for (const child of childrenOf(next)) pending.push(child);
  }
  return order.reverse();
};

/** What each part of an expression is directly within. */
export const parentsOf = (parts: readonly Expr[]): ReadonlyMap<Expr, Expr> => {
  const parents = new Map<Expr, Expr>();
  for (const part of parts) for (const child of childrenOf(part)) parents.set(child, part);
  return parents;
};
