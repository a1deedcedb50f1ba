import type { Binary, Expr } from "../../syntax/expr.ts";
import { descendants, selectorsOf, withoutParens } from "../../syntax/walk.ts";
import { isComparison } from "../binary-facts.ts";
import { canHold } from "../comparison.ts";
import { type Analysis, evaluate, factsIn } from "../evaluate.ts";
import { outcomeOf } from "../outcome.ts";
import { parentsOf } from "../parts.ts";
import { isSameExpr } from "../same-expr.ts";
import { metricOf } from "../selector-facts.ts";
import { exactly, mayBeZero, type ValueFacts, weakest, type Zero } from "../value-facts.ts";
import type { ValueVerdict } from "./verdict.ts";

const GROWTH: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);

const hasGrowth = (expr: Expr): boolean => {
  for (const part of descendants(expr)) {
    if (part.kind === "call" && GROWTH.has(part.function)) return true;
  }
  return false;
};

const namesIn = (expr: Expr): readonly string[] => selectorsOf(expr).map(metricOf);

/** Whether one expression is the other, or about all of its metrics. */
const isAbout = (expr: Expr, divisor: Expr): boolean => {
  if (isSameExpr(expr, divisor)) return true;
  const [names, wanted] = [namesIn(expr), namesIn(divisor)];
  return wanted.length > 0 && wanted.every((name) => name !== "" && names.includes(name));
};

/** A comparison of what is divided by that leaves 0 out: `and max > 0`. */
const excludesZero = (node: Expr, divisor: Expr, analysis: Analysis): boolean => {
  if (node.kind !== "binary" || !isComparison(node.operator) || node.bool) return false;
  if (mayBeZero(factsIn(analysis, node))) return false;
  return isAbout(node.left, divisor) || isAbout(node.right, divisor);
};

/** A comparison of what is divided by that 0 passes: `unless max == 0`. */
const takesZero = (node: Expr, divisor: Expr, analysis: Analysis): boolean => {
  if (node.kind !== "binary" || !isComparison(node.operator) || node.bool) return false;
  const right = factsIn(analysis, node.right);
  return isAbout(node.left, divisor) && canHold(node.operator, exactly(0), right);
};

type Guard = (node: Expr, divisor: Expr, analysis: Analysis) => boolean;

const someWithin = (expr: Expr, divisor: Expr, [guard, analysis]: [Guard, Analysis]): boolean => {
  for (const part of descendants(expr)) if (guard(part, divisor, analysis)) return true;
  return false;
};

type Climb = { readonly aggregated: boolean; readonly guarded: boolean };

/** What stands around the division: conditions that keep the divisor from 0, and aggregations. */
const climb = (node: Binary, analysis: Analysis): Climb => {
  const parents = parentsOf(analysis.order);
  let aggregated = false;
  let below: Expr = node;
  for (let above = parents.get(node); above !== undefined; above = parents.get(above)) {
    if (above.kind === "aggregation" && POISONED.has(above.operator)) aggregated = true;
    if (isGuardedBy(above, below, { divisor: node.right, analysis })) {
      return { aggregated, guarded: true };
    }
    below = above;
  }
  return { aggregated, guarded: false };
};

const POISONED: ReadonlySet<string> = new Set(["sum", "avg", "stddev", "stdvar"]);

type Divided = { readonly divisor: Expr; readonly analysis: Analysis };

const isGuardedBy = (above: Expr, below: Expr, { divisor, analysis }: Divided): boolean => {
  if (above.kind !== "binary") return false;
  if (above.operator === "and") {
    const other = above.left === below ? above.right : above.left;
    return someWithin(other, divisor, [excludesZero, analysis]);
  }
  if (above.operator !== "unless" || above.left !== below) return false;
  return someWithin(above.right, divisor, [takesZero, analysis]);
};

/** With a divisor of 0: whether what is divided is 0 too, so that the quotient is NaN and not infinite. */
const bothZero = (node: Binary, zero: Zero, analysis: Analysis): boolean => {
  const [left, quotient] = [factsIn(analysis, node.left), factsIn(analysis, node)];
  if (quotient.share || left.zero?.text === zero.text) return true;
  return zero.kind === "idle" && hasGrowth(node.left);
};

const outcomeWith = (node: Binary, value: number, analysis: Analysis) => {
  const pin = (worked: ValueFacts): ValueFacts => ({
    ...exactly(value),
    scalar: worked.scalar,
    conditional: worked.conditional,
  });
  return outcomeOf(evaluate(analysis.root, analysis.context, new Map([[node, pin]])));
};

const EFFECTS = {
  fires: "and the alert fires",
  silent: "and the alert stays silent",
  unknown: "",
} as const;

const messageOf = (zero: Zero, quotient: string, effect: keyof typeof EFFECTS): string =>
  `${zero.text}; then the quotient is ${quotient} ${EFFECTS[effect]}`.trimEnd();

const nanKind = (aggregated: boolean): ValueVerdict["kind"] =>
  aggregated ? "nan-in-aggregation" : "nan-without-traffic";

/** A division whose divisor is known to be 0 at times, and that nothing guards. */
export const divisionByZero = (node: Binary, analysis: Analysis): ValueVerdict | undefined => {
  if (node.operator !== "/") return undefined;
  const divisor = factsIn(analysis, node.right);
  const { zero } = divisor;
  if (zero === undefined || !mayBeZero(divisor)) return undefined;
  const { aggregated, guarded } = climb(node, analysis);
  if (guarded) return undefined;
  const nan = bothZero(node, zero, analysis);
  const negative = factsIn(analysis, node.left).max <= 0;
  const infinity = negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const effect = outcomeWith(node, nan ? Number.NaN : infinity, analysis);
  const quotient = nan ? "0/0, which is NaN," : `${negative ? "-" : "+"}Inf`;
  return {
    kind: nan ? nanKind(aggregated) : "division-by-zero",
    span: withoutParens(node.right).span,
    message: messageOf(zero, quotient, effect),
    because: [{ span: zero.span, text: zero.text }],
    basis: weakest(zero.basis, "mathematics"),
    certainty: "proven",
    effect,
    node,
  };
};
