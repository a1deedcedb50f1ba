import type { Binary, Expr, VectorSelector } from "../syntax/expr.ts";
import { aggregateBranches } from "./aggregate.ts";
import { type Branch, limitBranches, METRIC_NAME, withoutLabels } from "./branch.ts";
import { callVector, scalarOf, type Vector } from "./call.ts";
import { type DeclaredMetrics, declaredSeries } from "./declared-series.ts";
import { alternativeOf, type LabelAlternative } from "./label-alternative.ts";
import type { LabelReason } from "./label-reason.ts";
import { matchVectors, type VectorMatching, withoutOperandName } from "./match-vectors.ts";
import { innermostFirst, operandsOf } from "./operands.ts";
import { type RuleSeries, seriesOfRules } from "./rule-series.ts";
import {
  type ImpossibleSelector,
  isSelected,
  selectorsByMetric,
  selectSeries,
  unknownSeries,
} from "./select.ts";
import type { SourceRule } from "./source-rule.ts";

export type LabelFlow = {
  readonly kind: "vector" | "scalar" | "string";
  /** A result is in one of them. None: the query never gives a result. */
  readonly alternatives: readonly LabelAlternative[];
  /** Each match of two vectors in the query, but for `or`, which needs none. */
  readonly matchings: readonly VectorMatching[];
  readonly impossibleSelectors: readonly ImpossibleSelector[];
};

/** What is known of the series that a query reads. */
export type LabelFlowContext = DeclaredMetrics & {
  /** See `ruleSeriesOf`. */
  readonly ruleSeries?: RuleSeries;
};

type Working = {
  readonly context: LabelFlowContext;
  readonly matchings: VectorMatching[];
  readonly impossibleSelectors: ImpossibleSelector[];
};

const seriesOf = (selector: VectorSelector, context: LabelFlowContext): readonly Branch[] => {
  const made = context.ruleSeries?.(selector);
  const declared = declaredSeries(selector, context);
  return made === undefined && declared === undefined
    ? [unknownSeries(selector)]
    : [...(made ?? []), ...(declared ?? [])];
};

const selected = (selector: VectorSelector, working: Working): Vector => {
  const found = selectorsByMetric(selector).flatMap((named) =>
    selectSeries(named, seriesOf(named, working.context)),
  );
  const branches = found.filter(isSelected);
  const [impossible] = found;
  if (branches.length === 0 && impossible !== undefined && !isSelected(impossible)) {
    working.impossibleSelectors.push(impossible);
  }
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
  return {
    kind: "vector",
    branches: vector.branches.map((branch) => withoutOperandName(node, branch)),
  };
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

const evaluate = (expr: Expr, working: Working): Vector => {
  const values: Vector[] = [];
  for (const node of innermostFirst(expr)) {
    const operands = values.splice(values.length - operandsOf(node).length);
    const value = vectorOf(node, operands, working);
    values.push({ kind: value.kind, branches: limitBranches(value.branches) });
  }
  const [value] = values;
  if (value === undefined) throw new Error("a query has a value");
  return value;
};

const branchesOf = (expr: Expr, context: LabelFlowContext): readonly Branch[] =>
  evaluate(expr, { context, matchings: [], impossibleSelectors: [] }).branches;

/**
 * What these rules record, and `ALERTS` and `ALERTS_FOR_STATE`, for the context of queries that read it. Each rule
 * is worked out when first asked for.
 */
export const ruleSeriesOf = (
  rules: readonly SourceRule[],
  declared: DeclaredMetrics = {},
): RuleSeries =>
  seriesOfRules(rules, (rule, ruleSeries) => branchesOf(rule.expr, { ...declared, ruleSeries }));

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
