import type { Binary, Expr } from "../../syntax/expr.ts";
import { descendants, selectorsOf } from "../../syntax/walk.ts";
import { isComparison } from "../binary-facts.ts";
import { canHold } from "../comparison.ts";
import { type Analysis, factsIn } from "../evaluate.ts";
import { parentsOf } from "../parts.ts";
import { isSameExpr } from "../same-expr.ts";
import { metricOf } from "../selector-facts.ts";
import { exactly, mayBeZero } from "../value-facts.ts";

/** More comparisons are not looked at, so that long chains stay linear. */
const MAX_COMPARISONS = 50;

/** Where the parts of a query stand, and the comparisons that may keep others from being evaluated. */
export type Surroundings = {
  readonly analysis: Analysis;
  readonly parents: ReadonlyMap<Expr, Expr>;
  readonly comparisons: readonly Binary[];
};

const isFilter = (part: Expr): part is Binary =>
  part.kind === "binary" && isComparison(part.operator) && !part.bool;

export const surroundingsOf = (analysis: Analysis): Surroundings => ({
  analysis,
  parents: parentsOf(analysis.order),
  comparisons: analysis.order.filter(isFilter).slice(0, MAX_COMPARISONS),
});

/** What an expression is within, from the inside to the outside. */
export function* ancestors(expr: Expr, { parents }: Surroundings): Generator<Expr> {
  for (let above = parents.get(expr); above !== undefined; above = parents.get(above)) yield above;
}

const namesIn = (expr: Expr): readonly string[] => selectorsOf(expr).map(metricOf);

const divides = (expr: Expr): boolean => {
  for (const part of descendants(expr)) {
    if (part.kind === "binary" && part.operator === "/" && namesIn(part.right).length > 0) {
      return true;
    }
  }
  return false;
};

/** Whether one expression is the other, or about all of its metrics and no quotient. */
const isAbout = (expr: Expr, divisor: Expr): boolean => {
  if (isSameExpr(expr, divisor)) return true;
  if (divides(expr)) return false;
  const [names, wanted] = [namesIn(expr), namesIn(divisor)];
  return wanted.length > 0 && wanted.every((name) => name !== "" && names.includes(name));
};

/** The node that holds both, and the side that each is in. */
const meeting = (expr: Expr, other: Expr, surroundings: Surroundings) => {
  const branches = new Map<Expr, Expr>();
  let branch = expr;
  for (const above of ancestors(expr, surroundings)) {
    branches.set(above, branch);
    branch = above;
  }
  let otherBranch = other;
  for (const above of ancestors(other, surroundings)) {
    const found = branches.get(above);
    if (found !== undefined) return { node: above, branch: found, otherBranch };
    otherBranch = above;
  }
  return undefined;
};

/**
 * Whether a comparison keeps a divisor from being 0: `and max > 0` or `unless max == 0` around the division.
 * It is taken at its word: that the series on both sides are the same is not proven.
 */
const isGuard = (comparison: Binary, division: Binary, surroundings: Surroundings): boolean => {
  const met = meeting(division, comparison, surroundings);
  if (met?.node.kind !== "binary" || met.branch === met.otherBranch) return false;
  const { analysis } = surroundings;
  const divisor = division.right;
  if (met.node.operator === "and") {
    const about = isAbout(comparison.left, divisor) || isAbout(comparison.right, divisor);
    return about && !mayBeZero(factsIn(analysis, comparison));
  }
  if (met.node.operator !== "unless" || met.node.left !== met.branch) return false;
  if (!isComparison(comparison.operator) || !isAbout(comparison.left, divisor)) return false;
  return canHold(comparison.operator, exactly(0), factsIn(analysis, comparison.right));
};

export const isGuarded = (division: Binary, surroundings: Surroundings): boolean =>
  surroundings.comparisons.some((comparison) => isGuard(comparison, division, surroundings));
