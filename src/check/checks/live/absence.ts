import type { Binary, Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { descendants } from "../../../promql/syntax/walk.ts";
import { parentsOf } from "../../../promql/values/parts.ts";
import type { Query } from "../../examined.ts";

/** What becomes of a query when a selector finds nothing: that is what it waits for, it has something else, or it is empty. */
export type Absence = "meant" | "replaced" | "empty";

const ABSENT: ReadonlySet<string> = new Set(["absent", "absent_over_time"]);

const readsNothing = (expr: Expr): boolean =>
  descendants(expr).every(({ kind }) => kind !== "selector");

const noticesAbsence = (expr: Expr): boolean =>
  descendants(expr).some((part) => part.kind === "call" && ABSENT.has(part.function));

const withinBinary = ({ operator, left, right }: Binary, part: Expr): Absence => {
  const other = part === left ? right : left;
  if (operator === "or") {
    return readsNothing(other) || noticesAbsence(other) ? "meant" : "replaced";
  }
  return operator === "unless" && part === right ? "replaced" : "empty";
};

const within = (above: Expr, part: Expr): Absence => {
  if (above.kind === "binary") return withinBinary(above, part);
  return above.kind === "call" && ABSENT.has(above.function) ? "meant" : "empty";
};

const parentsByQuery = new WeakMap<Query, ReadonlyMap<Expr, Expr>>();

const parentsIn = (query: Query): ReadonlyMap<Expr, Expr> => {
  const parents = parentsByQuery.get(query) ?? parentsOf(query.values().order);
  parentsByQuery.set(query, parents);
  return parents;
};

/** What the query does when the selector finds nothing, as far as its syntax shows. */
export const absenceOf = (selector: VectorSelector, query: Query): Absence => {
  const parents = parentsIn(query);
  let found: Absence = "empty";
  let part: Expr = selector;
  for (let above = parents.get(part); above !== undefined; above = parents.get(part)) {
    const here = within(above, part);
    if (here === "meant") return "meant";
    if (here === "replaced") found = "replaced";
    part = above;
  }
  return found;
};
