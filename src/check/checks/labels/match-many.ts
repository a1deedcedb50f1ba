import { onlyValue } from "../../../labels/language.ts";
import { constraintOf } from "../../../labels/symbolic-labels.ts";
import type { PossibleDuplicates, VectorMatching } from "../../../promql/labels/match-vectors.ts";
import { factsOf } from "../../../promql/metrics/metrics.ts";
import type { Binary, Expr } from "../../../promql/syntax/expr.ts";
import { selectorsOf, withoutParens } from "../../../promql/syntax/walk.ts";
import { isComparison } from "../../../promql/values/binary-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import { isAlert } from "../../examined.ts";
import {
  distinctLines,
  firingCase,
  linesOf,
  type SeriesLabels,
  seriesExample,
} from "./firing-case.ts";
import { inMatchings, type MatchingQuery } from "./query-matchings.ts";

/** A side with series that differ in a label which takes no part in the match. */
type Many = { readonly side: "left" | "right"; readonly label: string; readonly expr: Expr };

/** Calls and arithmetic with numbers keep every series; what else there is may choose among them. */
const keepingAll = (expr: Expr): Expr => {
  const inner = withoutParens(expr);
  if (inner.kind === "call") {
    const vectors = inner.arguments.filter(({ kind }) => kind !== "number" && kind !== "string");
    const [only] = vectors;
    const isPlain = vectors.length === 1 && only !== undefined && inner.function !== "absent";
    return isPlain && !inner.function.startsWith("label_") ? keepingAll(only) : inner;
  }
  if (inner.kind === "range") return inner.selector;
  if (inner.kind !== "binary" || isComparison(inner.operator)) return inner;
  if (withoutParens(inner.right).kind === "number") return keepingAll(inner.left);
  return withoutParens(inner.left).kind === "number" ? keepingAll(inner.right) : inner;
};

/** Labels of which it is sure that series of the expression differ in them as soon as there are several. */
const surelyDiffering = (expr: Expr, { examined }: MatchingQuery): readonly string[] => {
  const inner = keepingAll(expr);
  if (inner.kind === "aggregation") {
    const isChoice = inner.parameter !== undefined && inner.operator !== "quantile";
    return inner.grouping === "by" && !isChoice ? inner.labels : [];
  }
  if (inner.kind !== "selector") return [];
  const facts = factsOf(examined.metrics, inner.metric)?.facts;
  if (facts === undefined) return [];
  return facts.labels.filter((name) => (facts.labelValues[name]?.length ?? 0) > 1);
};

const manyOf = (
  node: Binary,
  { side, through }: PossibleDuplicates,
  found: MatchingQuery,
): Many | undefined => {
  const expr = node[side];
  const { alternatives } = found.query.labelsOf(expr);
  const label = surelyDiffering(expr, found).find(
    (name) =>
      through.includes(name) &&
      !node.matching.include.includes(name) &&
      alternatives.every(({ labels }) => onlyValue(constraintOf(labels, name)) === undefined),
  );
  return label === undefined ? undefined : { side, label, expr };
};

/** What Prometheus says when the side that must be one has several. */
const errorOf = (node: Binary, { side }: Many): string =>
  node.matching.cardinality === "one-to-one" && side === "left"
    ? "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
    : "found duplicate series for the match group";

const exampleOf = (node: Binary, many: Many, { rule, query }: MatchingQuery) => {
  if (!isAlert(rule)) return undefined;
  const selectors = selectorsOf(many.expr);
  const metrics = new Set(selectors.map(({ metric }) => metric));
  const isFree =
    selectors.every(({ matchers }) => matchers.every(({ name }) => name !== many.label)) &&
    selectorsOf(query.expr).every(
      (selector) => selectors.includes(selector) || !metrics.has(selector.metric),
    );
  const one = isFree ? firingCase(rule, query) : undefined;
  if (one === undefined) return undefined;
  const withValue = (value: string): SeriesLabels =>
    new Map(
      selectors.map((selector) => [
        selector,
        new Map([...(one.labels.get(selector) ?? []), [many.label, value]]),
      ]),
    );
  const series = distinctLines(["a", "b"].flatMap((value) => linesOf(one, withValue(value))));
  return seriesExample(rule, one.history, { series, firing: [], error: errorOf(node, many) });
};

const helpFor = ({ matching }: Binary, { side, label }: Many): string => {
  const group = side === "left" ? "group_left" : "group_right";
  return matching.cardinality === "one-to-one"
    ? `add ${label} to the labels to match by, sum it away, or say ${group} () if ${side} has more series on purpose`
    : `sum ${label} away on the ${side}, or add it to the labels to match by`;
};

const discovery = (node: Binary, many: Many, found: MatchingQuery): Discovery => {
  const { rule } = found;
  const counterexample = exampleOf(node, many, found);
  return {
    place: rule.placeOf(node.matching.span ?? node.operatorSpan),
    subject: rule.rule.name.text,
    message: `the rule fails as soon as there are two ${many.label}: the ${many.side} side of \`${node.operator}\` then has several series for one match\nPrometheus gives an error instead of a result, and ${isAlert(rule) ? "no alert of the rule fires" : "nothing is recorded"}`,
    help: helpFor(node, many),
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const ofMatching = (matching: VectorMatching, found: MatchingQuery): Discovery | undefined => {
  const { node, duplicates, possible } = matching;
  if (!possible) return undefined;
  for (const duplicate of duplicates) {
    const many = manyOf(node, duplicate, found);
    if (many !== undefined) return discovery(node, many, found);
  }
  return undefined;
};

export const matchMany: Check = {
  name: "match-many",
  severity: "warning",
  title: "A match that fails as soon as one side has several series for it",
  find: (examined) => inMatchings(examined, ofMatching),
};
