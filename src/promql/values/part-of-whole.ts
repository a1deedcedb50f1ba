import { factsOf } from "../metrics/metrics.ts";
import type { Aggregation, Binary, Call, Expr, Matching, VectorSelector } from "../syntax/expr.ts";
import { withoutParens } from "../syntax/walk.ts";
import { isSameExpr, sameMoment, sameNames, selectsWithin } from "./same-expr.ts";
import { metricOf, type ValueContext } from "./selector-facts.ts";

/**
 * That one expression is a part of another. "exact" holds for every evaluation; "nearly" holds of the
 * counted things, but extrapolation of two counters can overstep it.
 */
export type Part = "exact" | "nearly" | undefined;

type Comparison = {
  readonly context: ValueContext;
  readonly matching: Matching;
  /** Within sums a part need only be counted in the whole; else series are paired one by one. */
  readonly summed: boolean;
};

const GROWTH: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);
const MAX_TERMS = 8;

const isPlain = ({ mode, labels }: Matching): boolean => mode === "ignoring" && labels.length === 0;

const selectorPart = (
  part: VectorSelector,
  whole: VectorSelector,
  { context, matching, summed }: Comparison,
): Part => {
  if (!sameMoment(part, whole)) return undefined;
  const [name, wholeName] = [metricOf(part), metricOf(whole)];
  const counted = summed ? selectsWithin(part, whole) : isPlain(matching);
  if (name === "" || !counted) return undefined;
  if (name === wholeName) return "exact";
  const facts = factsOf(context.metrics, name)?.facts;
  if (facts?.partOf.includes(wholeName) !== true) return undefined;
  return facts.type === "counter" ? "nearly" : "exact";
};

const callPart = (part: Call, whole: Call, comparison: Comparison): Part => {
  if (part.function !== whole.function || !GROWTH.has(part.function)) return undefined;
  const [inner] = part.arguments;
  const [outer] = whole.arguments;
  if (inner?.kind !== "range" || outer?.kind !== "range") return undefined;
  if (inner.rangeMs !== outer.rangeMs) return undefined;
  return selectorPart(inner.selector, outer.selector, comparison);
};

/** Each group of the part meets the group of the whole that it is within. */
const groupsWithin = (part: Aggregation, whole: Aggregation, matching: Matching): boolean => {
  if (part.grouping !== whole.grouping) return false;
  if (part.grouping === "without") {
    return isPlain(matching) && sameNames(part.labels, whole.labels);
  }
  const matched = (label: string) => (matching.mode === "on") === matching.labels.includes(label);
  return whole.labels.every((label) => part.labels.includes(label) && matched(label));
};

const aggregationPart = (part: Aggregation, whole: Aggregation, comparison: Comparison): Part => {
  if (
    part.operator !== "sum" ||
    whole.operator !== "sum" ||
    !groupsWithin(part, whole, comparison.matching)
  ) {
    return undefined;
  }
  return plainPart(part.expr, whole.expr, { ...comparison, summed: true });
};

const plainPart = (part: Expr, whole: Expr, comparison: Comparison): Part => {
  const [a, b] = [withoutParens(part), withoutParens(whole)];
  if (a.kind === "selector" && b.kind === "selector") return selectorPart(a, b, comparison);
  if (a.kind === "call" && b.kind === "call") return callPart(a, b, comparison);
  if (a.kind === "aggregation" && b.kind === "aggregation")
    return aggregationPart(a, b, comparison);
  return undefined;
};

/** The terms of `a + b + c`, as far as all of it is a sum. */
const termsOf = (expr: Expr): readonly Expr[] => {
  const terms: Expr[] = [];
  let rest = withoutParens(expr);
  while (rest.kind === "binary" && rest.operator === "+" && terms.length < MAX_TERMS) {
    terms.push(rest.right);
    rest = withoutParens(rest.left);
  }
  return [...terms, rest];
};

/** A whole without a part of it is a part of it. */
const remainderPart = (part: Expr, whole: Expr, comparison: Comparison): Part => {
  const difference = withoutParens(part);
  if (difference.kind !== "binary" || difference.operator !== "-") return undefined;
  if (!isSameExpr(difference.left, whole)) return undefined;
  return plainPart(difference.right, whole, comparison);
};

/** Whether `a` of `a / b` or `a - b`, or `b` of it, is a part of the other; values are taken as not negative. */
export const partOfWhole = (part: Expr, whole: Expr, matched: Matched): Part => {
  const { matching } = matched.node;
  const comparison = { context: matched.context, matching, summed: false };
  const direct = plainPart(part, whole, comparison) ?? remainderPart(part, whole, comparison);
  if (direct !== undefined) return direct;
  const terms = termsOf(whole);
  const among = terms.length > 1 && isPlain(matching);
  return among && terms.some((term) => isSameExpr(term, part)) ? "exact" : undefined;
};

type Matched = { readonly node: Binary; readonly context: ValueContext };
