import type { SymbolicLabels } from "../../labels/symbolic.ts";
import type { Binary, Expr, VectorSelector } from "../syntax/expr.ts";
import { aggregateBranches } from "./aggregate.ts";
import { type Branch, isOpen, limitBranches, METRIC_NAME, withoutLabels } from "./branch.ts";
import { callVector, scalarOf, type Vector } from "./call.ts";
import { type DeclaredMetrics, declaredSeries } from "./declared-series.ts";
import type { LabelReason } from "./label-reason.ts";
import { dropsName, matchVectors, operatorReason, type VectorMatching } from "./match-vectors.ts";
import { type ImpossibleSelector, selectSeries, unknownSeries } from "./select.ts";

/** Label sets that one branch of a query gives: with `or` there are several. */
export type LabelAlternative = {
  /** The metric's name is the label `__name__`, as in Prometheus. */
  readonly labels: SymbolicLabels;
  /** For each label in `labels.known`, why. */
  readonly reasons: ReadonlyMap<string, LabelReason>;
  /** Why the labels that are not named may or may not be there. */
  readonly others: LabelReason;
};

export type LabelFlow = {
  readonly kind: "vector" | "scalar" | "string";
  /** A result is in one of them. None: the query never gives a result. */
  readonly alternatives: readonly LabelAlternative[];
  /** Each match of two vectors in the query, but for `or`, which needs none. */
  readonly matchings: readonly VectorMatching[];
  readonly impossibleSelectors: readonly ImpossibleSelector[];
};

/** Series that rules of the same Prometheus make; undefined when no rule makes a series of that name. */
export type RuleSeries = (selector: VectorSelector) => readonly Branch[] | undefined;

/** What is known of the series that a query reads. */
export type LabelFlowContext = DeclaredMetrics & { readonly ruleSeries?: RuleSeries };

type Working = {
  readonly context: LabelFlowContext;
  readonly matchings: VectorMatching[];
  readonly impossibleSelectors: ImpossibleSelector[];
};

const childrenOf = (expr: Expr): readonly Expr[] => {
  switch (expr.kind) {
    case "number":
    case "string":
    case "selector":
      return [];
    case "range":
      return [expr.selector];
    case "subquery":
    case "paren":
    case "unary":
      return [expr.expr];
    case "binary":
      return [expr.left, expr.right];
    case "call":
      return expr.arguments;
    case "aggregation":
      return expr.parameter === undefined ? [expr.expr] : [expr.expr, expr.parameter];
  }
};

const selected = (selector: VectorSelector, working: Working): Vector => {
  const { context } = working;
  const made = context.ruleSeries?.(selector);
  const declared = declaredSeries(selector, context);
  const series =
    made === undefined && declared === undefined
      ? [unknownSeries(selector)]
      : [...(made ?? []), ...(declared ?? [])];
  const { branches, impossible } = selectSeries(selector, series);
  if (impossible !== undefined) working.impossibleSelectors.push(impossible);
  return { kind: "vector", branches };
};

const withoutName = (vector: Vector, reason: LabelReason): Vector => ({
  kind: "vector",
  branches: vector.branches.map((branch) => withoutLabels(branch, [METRIC_NAME], reason)),
});

const combined = (node: Binary, [left, right]: readonly Vector[], working: Working): Vector => {
  if (left === undefined || right === undefined) throw new Error("an operator has two sides");
  if (left.kind === "vector" && right.kind === "vector") {
    const { branches, matching } = matchVectors(node, {
      left: left.branches,
      right: right.branches,
    });
    if (node.operator !== "or") working.matchings.push(matching);
    return { kind: "vector", branches };
  }
  const vector = left.kind === "vector" ? left : right;
  if (vector.kind !== "vector") return left;
  return dropsName(node) ? withoutName(vector, operatorReason(node)) : vector;
};

const negated = (expr: Expr & { kind: "unary" }, value: Vector): Vector =>
  expr.operator === "-" && value.kind === "vector"
    ? withoutName(value, { cause: "removed", because: "removed by `-`", span: expr.span })
    : value;

const vectorOf = (expr: Expr, values: readonly Vector[], working: Working): Vector => {
  const [first] = values;
  switch (expr.kind) {
    case "number":
      return scalarOf({ cause: "scalar", because: "a number has no labels", span: expr.span });
    case "string":
      return { kind: "string", branches: [] };
    case "selector":
      return selected(expr, working);
    case "binary":
      return combined(expr, values, working);
    case "call":
      return callVector(expr, values);
    default:
      if (first === undefined) throw new Error(`a ${expr.kind} has an operand`);
      if (expr.kind === "unary") return negated(expr, first);
      return expr.kind === "aggregation"
        ? { kind: "vector", branches: aggregateBranches(expr, first.branches) }
        : first;
  }
};

/** Nodes, each before what it is made of, and the first operand last. */
const outermostFirst = (expr: Expr): readonly Expr[] => {
  const nodes: Expr[] = [];
  const pending: Expr[] = [expr];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    nodes.push(next);
    for (const child of childrenOf(next)) pending.push(child);
  }
  return nodes;
};

const evaluate = (expr: Expr, working: Working): Vector => {
  const values: Vector[] = [];
  const nodes = outermostFirst(expr);
  for (const node of nodes.toReversed()) {
    const operands = values.splice(values.length - childrenOf(node).length);
    const value = vectorOf(node, operands, working);
    values.push({ kind: value.kind, branches: limitBranches(value.branches) });
  }
  const [value] = values;
  if (value === undefined) throw new Error("a query has a value");
  return value;
};

/** The branch as others see it. */
export const alternativeOf = (branch: Branch): LabelAlternative => {
  const known: Record<string, SymbolicLabels["known"][string]> = Object.create(null);
  const reasons = new Map<string, LabelReason>();
  for (const [name, { constraint, reason }] of branch.known) {
    known[name] = constraint;
    reasons.set(name, reason);
  }
  return {
    labels: { known, others: isOpen(branch) ? "possible" : "impossible" },
    reasons,
    others: branch.others.reason,
  };
};

/** The branches of a query's result, before they are put into the form of LabelFlow. */
export const branchesOf = (expr: Expr, context: LabelFlowContext): readonly Branch[] =>
  evaluate(expr, { context, matchings: [], impossibleSelectors: [] }).branches;

/**
 * Which labels the results of the query have. Each result has the labels of one of the alternatives; what is
 * not known is possible. The semantics are those of promql/engine.go and promql/functions.go, of versions 2
 * and 3 without the feature flag for delayed removal of names.
 */
export const labelFlow = (expr: Expr, context: LabelFlowContext = {}): LabelFlow => {
  const working: Working = { context, matchings: [], impossibleSelectors: [] };
  const { kind, branches } = evaluate(expr, working);
  return {
    kind,
    alternatives: branches.map(alternativeOf),
    matchings: working.matchings,
    impossibleSelectors: working.impossibleSelectors,
  };
};
