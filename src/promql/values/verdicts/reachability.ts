import type { Binary, ComparisonOperator, Expr } from "../../syntax/expr.ts";
import { descendants, selectorsOf, withoutParens } from "../../syntax/walk.ts";
import { isComparison } from "../binary-facts.ts";
import { canFail, canHold } from "../comparison.ts";
import { type Analysis, factsIn } from "../evaluate.ts";
import type { Threshold } from "../thresholds.ts";
import { constantOf, isNothing, type Reason, type ValueFacts, weakest } from "../value-facts.ts";
import { distinct, number, rangeText, reasonsOf, type ValueVerdict } from "./verdict.ts";

/** The reasons that speak of the bound that the comparison runs into. */
const because = (operator: ComparisonOperator, left: ValueFacts, right: ValueFacts) => {
  const upwards = operator === ">" || operator === ">=";
  const downwards = operator === "<" || operator === "<=";
  const reasons = [...reasonsOf(left), ...reasonsOf(right)];
  const [wanted] = [upwards ? [left.high, right.low] : [], downwards ? [left.low, right.high] : []]
    .flat()
    .filter((reason): reason is Reason => reason !== undefined);
  return distinct(wanted === undefined ? reasons : [wanted, ...reasons].slice(0, 2));
};

const compared = (operator: ComparisonOperator, right: ValueFacts): string => {
  const constant = constantOf(right);
  return constant === undefined
    ? `\`${operator}\` a value that is ${rangeText(right)}`
    : `\`${operator} ${number(constant)}\``;
};

/** A ratio against a percentage is the usual reason. */
const percentHint = (left: ValueFacts, right: ValueFacts): string => {
  const constant = constantOf(right);
  const ratio = left.share || (left.dimension?.quantity === "ratio" && left.dimension.scale === 1);
  if (!ratio || constant === undefined || !(constant > 1 && constant <= 100)) return "";
  return `; a share of ${number(constant)} % is ${number(constant / 100)}`;
};

/** A comparison, here or within the query, that holds for no value that its sides can have. */
export const neverHolds = (node: Binary, analysis: Analysis): ValueVerdict | undefined => {
  const { operator } = node;
  if (!isComparison(operator) || node.bool) return undefined;
  const [left, right] = [factsIn(analysis, node.left), factsIn(analysis, node.right)];
  if (isNothing(left) || isNothing(right) || canHold(operator, left, right)) return undefined;
  const nan = [left, right].some((side) => Number.isNaN(constantOf(side)));
  const value = `the value is ${rangeText(left)}, so ${compared(operator, right)} never holds`;
  const message = nan ? "nothing compares with NaN, so this never holds" : value;
  return {
    kind: nan ? "nan-comparison" : "never-holds",
    span: node.span,
    message: message + percentHint(left, right),
    because: because(operator, left, right),
    basis: weakest(left.basis, right.basis),
    certainty: "proven",
    effect: isNothing(factsIn(analysis, analysis.root)) ? "silent" : "unknown",
    node,
  };
};

const COUNTING: ReadonlySet<string> = new Set(["count", "count_values", "group"]);

/** `count(x) > 0`, `x_info == 1`: that there is a sample at all is the condition. */
const isPresence = (expr: Expr, facts: ValueFacts): boolean => {
  const value = withoutParens(expr);
  if (facts.conditional || constantOf(facts) !== undefined) return true;
  if (value.kind === "aggregation") return COUNTING.has(value.operator);
  return value.kind === "call" && value.function === "count_over_time";
};

/** A comparison that alone decides and holds for every value. */
export const alwaysHolds = (threshold: Threshold): ValueVerdict | undefined => {
  const { operator, value, valueFacts, thresholdFacts, node } = threshold;
  if (!threshold.alone || threshold.negated || isPresence(value, valueFacts)) return undefined;
  if (isNothing(valueFacts) || canFail(operator, valueFacts, thresholdFacts)) return undefined;
  if (selectorsOf(value).length === 0) return undefined;
  const nan = Number.isNaN(constantOf(thresholdFacts));
  const held = `the value is ${rangeText(valueFacts)}, so ${compared(operator, thresholdFacts)} always holds`;
  return {
    kind: nan ? "nan-comparison" : "always-holds",
    span: node.span,
    message: nan ? "everything is unequal to NaN, so this always holds" : held,
    because: because(operator, valueFacts, thresholdFacts),
    basis: weakest(valueFacts.basis, thresholdFacts.basis),
    certainty: "proven",
    effect: "fires",
    node,
  };
};

/** The whole query is a `bool` comparison, which gives a sample of 0 where it does not hold. */
export const boolAtTheTop = ({ root }: Analysis): ValueVerdict | undefined => {
  const node = withoutParens(root);
  if (node.kind !== "binary" || !node.bool || !hasSelector(node)) return undefined;
  return {
    kind: "bool-always-fires",
    span: node.operatorSpan,
    message: "`bool` gives 0 where the comparison does not hold, and an alert fires on 0 as on 1",
    because: [],
    basis: "mathematics",
    certainty: "proven",
    effect: "fires",
    node,
  };
};

const hasSelector = (expr: Expr): boolean => {
  for (const part of descendants(expr)) if (part.kind === "selector") return true;
  return false;
};
