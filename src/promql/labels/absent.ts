import type { Call, Expr, VectorSelector } from "../syntax/expr.ts";
import { type Branch, closedBranch, type KnownLabel, METRIC_NAME } from "./branch.ts";
import { ABSENT, exactly } from "./constraint.ts";
import { writtenMatcher } from "./select.ts";

const withoutParens = (expr: Expr): Expr => {
  let inner = expr;
  while (inner.kind === "paren") inner = inner.expr;
  return inner;
};

const selectorOf = (expr: Expr | undefined): VectorSelector | undefined => {
  if (expr === undefined) return undefined;
  const inner = withoutParens(expr);
  if (inner.kind === "selector") return inner;
  return inner.kind === "range" ? inner.selector : undefined;
};

/**
 * The labels of `absent()` and `absent_over_time()`: those of the selector's equality matchers, each of
 * which is taken back by a later matcher of the same label; none when the argument is no selector
 * (createLabelsForAbsentFunction in promql/functions.go).
 */
export const absentBranch = (call: Call): Branch => {
  const made = `\`${call.function}()\``;
  const selector = selectorOf(call.arguments[0]);
  if (selector === undefined) {
    return closedBranch({
      cause: "absent",
      because: `${made} gives labels of a bare selector only, and this is an expression`,
      span: call.span,
    });
  }
  const known = new Map<string, KnownLabel>();
  const given = new Set<string>();
  for (const matcher of selector.matchers) {
    const { name, operator, value, span } = matcher;
    if (name === METRIC_NAME) continue;
    const isGiven = operator === "=" && !given.has(name);
    const because =
      operator === "="
        ? `the selector has more than one matcher of it, so ${made} does not give it`
        : `\`${writtenMatcher(matcher)}\` is not an equality matcher, so ${made} does not give it`;
    if (isGiven) given.add(name);
    known.set(name, {
      constraint: isGiven ? exactly(value) : ABSENT,
      reason: {
        cause: "absent",
        because: isGiven ? `${made} takes it from \`${writtenMatcher(matcher)}\`` : because,
        span,
      },
    });
  }
  const others = closedBranch({
    cause: "absent",
    because: `${made} gives only labels that the selector requires by \`=\``,
    span: call.span,
  });
  return { known, others: others.others };
};
