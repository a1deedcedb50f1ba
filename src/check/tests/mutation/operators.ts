import { formatDuration, parseDuration } from "../../../lib/duration.ts";
import type {
  Aggregation,
  Binary,
  Expr,
  MatrixSelector,
  Subquery,
} from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import { isSameExpr } from "../../../promql/values/same-expr.ts";
import { type Mutation, shown } from "./mutant.ts";
import { edited, type MutatedQuery, textOf } from "./query.ts";

/** Labels that an aggregation within has taken away already, so that naming them again does nothing. */
const isGoneAlready = (node: Aggregation, label: string): boolean => {
  const inner = withoutParens(node.expr);
  if (inner.kind !== "aggregation") return false;
  if (inner.operator === "topk" || inner.operator === "bottomk") return false;
  return inner.grouping === "by" ? !inner.labels.includes(label) : inner.labels.includes(label);
};

/** Each label that an aggregation names, left out. */
export const labelMutations = (query: MutatedQuery, node: Expr): Mutation[] => {
  if (node.kind !== "aggregation" || node.groupingSpan === undefined) return [];
  const { groupingSpan, grouping, labels } = node;
  return labels
    .filter((label) => !isGoneAlready(node, label))
    .map((label) => {
      const others = labels.filter((other) => other !== label).map(quoted);
      const after = `${grouping} (${others.join(", ")})`;
      return {
        operator: "label-dropped",
        change: edited(query, groupingSpan, after),
        before: shown(textOf(query, groupingSpan)),
        after,
        missing: `no example in which series differ by ${label} alone`,
        offset: groupingSpan.from,
      };
    });
};

const quoted = (label: string): string =>
  /^[A-Za-z_]\w*$/.test(label) ? label : JSON.stringify(label);

const sideWithout = (query: MutatedQuery, node: Binary, kept: Expr): Mutation => ({
  operator: "side-dropped",
  change: edited(query, node.span, `(${textOf(query, kept.span)})`),
  before: shown(textOf(query, node.span)),
  after: shown(textOf(query, kept.span)),
  missing: `no example in which ${
    node.operator === "or"
      ? `only ${shown(textOf(query, (kept === node.left ? node.right : node.left).span))} holds`
      : `${shown(textOf(query, kept.span))} holds and \`${node.operator}\` keeps the alert away`
  }`,
  offset: node.operatorSpan.from,
});

/** `and`, `or` and `unless` with one of their sides; the right side of `unless` says something else altogether. */
export const sideMutations = (query: MutatedQuery, node: Expr): Mutation[] => {
  if (node.kind !== "binary") return [];
  const { operator, left, right } = node;
  if (operator !== "and" && operator !== "or" && operator !== "unless") return [];
  if (isSameExpr(left, right)) return [];
  const sides = operator === "unless" ? [left] : [left, right];
  return sides.map((kept) => sideWithout(query, node, kept));
};

const RANGE = /^(\s*\[\s*)([^\]\s:#]+)/;

const rangeSpan = (query: MutatedQuery, node: MatrixSelector | Subquery) => {
  const inner = node.kind === "range" ? node.selector : node.expr;
  const from = inner.span.to;
  const [, before = "", written] = RANGE.exec(query.text.slice(from, node.span.to)) ?? [];
  // Newer Prometheus calculates with durations; such a text cannot be changed at one place.
  if (written === undefined || parseDuration(written) !== node.rangeMs) return undefined;
  return { from: from + before.length, to: from + before.length + written.length };
};

const rangeMutation = (
  query: MutatedQuery,
  node: MatrixSelector | Subquery,
  factor: 0.5 | 2,
): Mutation[] => {
  const span = rangeSpan(query, node);
  const moved = Math.round(node.rangeMs * factor);
  if (span === undefined || moved < 1) return [];
  const [low, high] = [Math.min(moved, node.rangeMs), Math.max(moved, node.rangeMs)];
  return [
    {
      operator: factor < 1 ? "range-halved" : "range-doubled",
      change: edited(query, span, formatDuration(moved)),
      before: shown(textOf(query, node.span)),
      after: `[${formatDuration(moved)}]`,
      missing: `no example depends on what happened between ${formatDuration(low)} and ${formatDuration(high)} before`,
      offset: span.from,
    },
  ];
};

/** Ranges of half and of double the length. */
export const rangeMutations = (query: MutatedQuery, node: Expr): Mutation[] =>
  node.kind === "range" || node.kind === "subquery"
    ? [...rangeMutation(query, node, 0.5), ...rangeMutation(query, node, 2)]
    : [];
