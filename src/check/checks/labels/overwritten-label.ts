import { onlyValue } from "../../../labels/language.ts";
import { constraintOf, isNeverPresent } from "../../../labels/symbolic-labels.ts";
import type { LocatedPair } from "../../../prometheus/rule.ts";
import type { LabelAlternative } from "../../../promql/labels/label-alternative.ts";
import type { Expr } from "../../../promql/syntax/expr.ts";
import { selectorsOf, withoutParens } from "../../../promql/syntax/walk.ts";
import type { Query } from "../../examined.ts";

/** The expression whose label sets the query gives: conditions, and numbers put in, change none of them. */
const subjectOf = (expr: Expr): Expr => {
  let inner = withoutParens(expr);
  while (inner.kind === "binary") {
    const right = withoutParens(inner.right);
    if (right.kind !== "number" && right.kind !== "unary") return inner;
    inner = withoutParens(inner.left);
  }
  return inner;
};

const canDiffer = ({ labels }: LabelAlternative, name: string): boolean =>
  !isNeverPresent(labels, name) && onlyValue(constraintOf(labels, name)) === undefined;

/** Whether every selector has series that the aggregations do not join. */
const isUnaggregated = (expr: Expr): boolean => {
  const inner = withoutParens(expr);
  if (inner.kind === "selector") return true;
  if (inner.kind === "range") return true;
  if (inner.kind !== "call" || inner.arguments.length !== 1) return false;
  const [only] = inner.arguments;
  return only !== undefined && !inner.function.startsWith("absent") && isUnaggregated(only);
};

/** How results come to differ in nothing but the label. */
export type Overwriting = "certain" | "likely";

/**
 * Whether the label is what tells the query's results apart, so that alerts become the same when a rule overwrites it:
 * "certain" when results differ in it alone, "likely" when others may differ with it.
 */
export const overwritingOf = (query: Query, name: string): Overwriting | undefined => {
  const subject = subjectOf(query.expr);
  const isGrouped =
    subject.kind === "aggregation" &&
    subject.grouping === "by" &&
    subject.parameter === undefined &&
    subject.labels.includes(name);
  if (!isGrouped && (name !== "instance" || !isUnaggregated(subject))) return undefined;
  const [alternative, ...others] = query.labels().alternatives;
  if (alternative === undefined || others.length > 0 || !canDiffer(alternative, name)) return;
  if (isGrouped) {
    const differing = subject.labels.filter((label) => canDiffer(alternative, label));
    return differing.length === 1 ? "certain" : "likely";
  }
  const isRecorded = selectorsOf(subject).some(({ metric }) => metric.includes(":"));
  return isRecorded ? undefined : "certain";
};

/** A label that the rule sets to one value, or takes away by an empty one. */
export const isFixed = ({ value }: LocatedPair): boolean => !value.text.includes("{{");
