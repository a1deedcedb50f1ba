import type { ComparisonOperator } from "../../../promql/syntax/expr.ts";
import { descendants } from "../../../promql/syntax/walk.ts";
import { isComparison } from "../../../promql/values/binary-facts.ts";
import { canFail, canHold } from "../../../promql/values/comparison.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { type Compared, compared } from "./compared.ts";
import { isMeasured } from "./measured.ts";
import { type Mutation, shown } from "./mutant.ts";
import { edited, type MutatedQuery, textOf } from "./query.ts";
import { movedThresholds } from "./thresholds.ts";

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
const meetsEdge = ({ query, value, threshold, constant }: Compared): boolean => {
  if (constant !== 0 && isMeasured(value)) return false;
  const { analysis } = query;
  return canHold("==", factsIn(analysis, value), factsIn(analysis, threshold));
};

const onEdge = (one: Compared): Mutation[] => {
  const { query, node, value, threshold } = one;
  const other = isComparison(node.operator) ? EDGE[node.operator] : undefined;
  if (other === undefined || !meetsEdge(one)) return [];
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
