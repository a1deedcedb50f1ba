import type { Aggregation, AggregationOperator, Expr } from "../syntax/expr.ts";
import { type Branch, METRIC_NAME, withLabel, withOnlyLabels, withoutLabels } from "./branch.ts";
import { PRESENT } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";

/** These choose among the series and give them as they are. */
const CHOOSING: ReadonlySet<AggregationOperator> = new Set([
  "topk",
  "bottomk",
  "limitk",
  "limit_ratio",
]);

const NAMES_WRITTEN = 6;

const writtenNames = (names: readonly string[]): string =>
  names.length > NAMES_WRITTEN
    ? `${names.slice(0, NAMES_WRITTEN).join(", ")}, …`
    : names.join(", ");

const written = ({ operator, grouping, groupingSpan, labels }: Aggregation): string =>
  groupingSpan === undefined && labels.length === 0
    ? `\`${operator}\` without \`by\``
    : `\`${operator} ${grouping} (${writtenNames(labels)})\``;

const textOf = (expr: Expr | undefined): string | undefined => {
  let inner = expr;
  while (inner?.kind === "paren") inner = inner.expr;
  return inner?.kind === "string" ? inner.value : undefined;
};

/** The label sets after an aggregation. */
export const aggregateBranches = (
  node: Aggregation,
  branches: readonly Branch[],
): readonly Branch[] => {
  if (CHOOSING.has(node.operator)) return branches;
  const removed: LabelReason = {
    cause: "removed",
    because: `removed by ${written(node)}`,
    span: node.groupingSpan ?? node.operatorSpan,
  };
  const grouped = branches.map((branch) =>
    node.grouping === "by"
      ? withOnlyLabels(branch, node.labels, removed)
      : withoutLabels(branch, [...node.labels, METRIC_NAME], removed),
  );
  const counted = node.operator === "count_values" ? textOf(node.parameter) : undefined;
  const isRemoved = node.grouping === "without" && node.labels.includes(counted ?? "");
  if (counted === undefined || isRemoved) return grouped;
  const reason: LabelReason = {
    cause: "set",
    because: "`count_values` sets it to the value that it counts",
    span: node.operatorSpan,
  };
  return grouped.map((branch) => withLabel(branch, counted, { constraint: PRESENT, reason }));
};
