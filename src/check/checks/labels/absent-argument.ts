import type { LabelReason } from "../../../promql/labels/label-reason.ts";
import type { Call, Expr } from "../../../promql/syntax/expr.ts";
import { descendants, selectorsOf, withoutParens } from "../../../promql/syntax/walk.ts";

/** `absent()` or `absent_over_time()` of something else than a selector, and the labels that it therefore loses. */
export type AbsentOfExpression = {
  readonly call: Call;
  /** Labels that every selector within requires by `=`, by name. */
  readonly lost: ReadonlyMap<string, string>;
};

const isBare = (expr: Expr): boolean => {
  const inner = withoutParens(expr);
  return inner.kind === "selector" || inner.kind === "range";
};

/** What all selectors require to have one value. */
const requiredLabels = (expr: Expr): ReadonlyMap<string, string> => {
  const required = new Map<string, string>();
  const selectors = selectorsOf(expr);
  for (const { name, operator, value } of selectors[0]?.matchers ?? []) {
    if (operator === "=" && value !== "" && name !== "__name__") required.set(name, value);
  }
  for (const [name, value] of required) {
    const isShared = selectors.every(({ matchers }) => {
      const ofName = matchers.filter((matcher) => matcher.name === name);
      return ofName.length === 1 && ofName[0]?.operator === "=" && ofName[0].value === value;
    });
    if (!isShared) required.delete(name);
  }
  return required;
};

/** Each in the query that loses labels. */
export const absentsOfExpressions = (expr: Expr): readonly AbsentOfExpression[] => {
  const found: AbsentOfExpression[] = [];
  for (const node of descendants(expr)) {
    if (node.kind !== "call" || !/^absent(?:_over_time)?$/.test(node.function)) continue;
    const [argument] = node.arguments;
    if (argument === undefined || isBare(argument)) continue;
    const lost = requiredLabels(argument);
    if (lost.size > 0) found.push({ call: node, lost });
  }
  return found;
};

/** Whether that is why the label is not there. */
export const isLostByAbsent = (
  name: string,
  { cause, span }: LabelReason,
  absents: readonly AbsentOfExpression[],
): boolean =>
  cause === "absent" && absents.some(({ call, lost }) => call.span === span && lost.has(name));
