import type { ComparisonOperator } from "../../../promql/syntax/expr.ts";
import { descendants } from "../../../promql/syntax/walk.ts";
import { isComparison } from "../../../promql/values/binary-facts.ts";
import { canFail, canHold } from "../../../promql/values/comparison.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { type Compared, compared } from "./compared.ts";
import { isMeasured } from "./measured.ts";
import { type Mutation, shown } from "./mutant.ts";
import { edited, type MutatedQuery, textOf } from "./query.ts";
import { movedThresholds, movesByOne } from "./thresholds.ts";

const NEGATED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "==": "!=",
  "!=": "==",
  ">": "<=",
  ">=": "<",
  "<": ">=",
  "<=": ">",
};

const EDGE: Partial<Record<ComparisonOperator, ComparisonOperator>> = {
  ">": ">=",
  ">=": ">",
  "<": "<=",
  "<=": "<",
};

const negated = ({ query, node, operator, value, threshold }: Compared): Mutation[] => {
  if (!isComparison(node.operator)) return [];
  const other = NEGATED[node.operator];
  return [
    {
      operator: "comparison-negated",
      change: edited(query, node.operatorSpan, other),
      before: shown(textOf(query, node.span)),
      after: `${node.operator} became ${other}`,
      missing: `no example depends on whether ${shown(textOf(query, value.span))} ${operator} ${shown(textOf(query, threshold.span))}`,
      offset: node.operatorSpan.from,
    },
  ];
};

/** Values that are measured over time are on a threshold only by the grace of rounding, but for 0. */
const meetsEdge = (one: Compared, other: ComparisonOperator): boolean => {
  const { query, value, threshold, constant } = one;
  if ((constant !== 0 && isMeasured(value)) || movesByOne(one)) return false;
  const facts = factsIn(query.analysis, value);
  const limit = factsIn(query.analysis, threshold);
  return canHold("==", facts, limit) && canFail(other, facts, limit);
};

const onEdge = (one: Compared): Mutation[] => {
  const { query, node, operator, value, threshold } = one;
  const other = isComparison(node.operator) ? EDGE[node.operator] : undefined;
  const seen = EDGE[operator];
  if (other === undefined || seen === undefined || !meetsEdge(one, seen)) return [];
  return [
    {
      operator: "comparison-edge",
      change: edited(query, node.operatorSpan, other),
      before: shown(textOf(query, node.span)),
      after: `${node.operator} became ${other}`,
      missing: `no example in which ${shown(textOf(query, value.span))} is exactly ${shown(textOf(query, threshold.span))}`,
      offset: node.operatorSpan.from,
    },
  ];
};

const dropped = ({ query, node, operator, value, threshold }: Compared): Mutation[] => {
  const { analysis } = query;
  const facts = factsIn(analysis, value);
  if (node.bool || facts.scalar) return [];
  if (!canFail(operator, facts, factsIn(analysis, threshold))) return [];
  return [
    {
      operator: "comparison-dropped",
      change: edited(query, node.span, `(${textOf(query, value.span)})`),
      before: shown(textOf(query, node.span)),
      after: shown(textOf(query, value.span)),
      missing: `no example in which ${shown(textOf(query, value.span))} has a value that is not ${operator} ${shown(textOf(query, threshold.span))}`,
      offset: node.span.from,
    },
  ];
};

/** Comparisons that say the opposite, that take their limit in or out, that are gone, and whose threshold moved. */
export const comparisonMutations = (query: MutatedQuery): Mutation[] =>
  Array.from(descendants(query.expr), (node) =>
    node.kind === "binary" ? compared(query, node) : undefined,
  )
    .filter((one) => one !== undefined)
    .flatMap((one) => [...negated(one), ...onEdge(one), ...dropped(one), ...movedThresholds(one)]);
