import type { Expr, LocatedMatcher, Modifiers, VectorSelector } from "../syntax/expr.ts";
import { childrenOf, withoutParens } from "../syntax/walk.ts";

/** Larger expressions are not compared, so that long chains stay linear. */
const MAX_COMPARED = 60;

const sameMatcher = (a: LocatedMatcher, b: LocatedMatcher): boolean =>
  a.name === b.name && a.operator === b.operator && a.value === b.value;

/** Every test of `outer` is one of `inner` too, so that `inner` selects a part. */
export const selectsWithin = (inner: VectorSelector, outer: VectorSelector): boolean =>
  outer.matchers.every((test) => inner.matchers.some((other) => sameMatcher(test, other)));

export const sameMoment = (a: Modifiers, b: Modifiers): boolean =>
  a.offsetMs === b.offsetMs && a.at === b.at;

const sorted = (names: readonly string[]): string => [...names].sort().join(",");

export const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  sorted(a) === sorted(b);

const selectorHeadline = (selector: VectorSelector): string => {
  const tests = selector.matchers.map(({ name, operator, value }) => `${name}${operator}${value}`);
  return `${selector.metric}{${sorted(tests)}}${selector.offsetMs}@${selector.at}`;
};

/** All that an expression is, but for its parts. */
const headline = (expr: Expr): string => {
  switch (expr.kind) {
    case "number":
    case "string":
      return `${expr.kind} ${expr.value}`;
    case "selector":
      return selectorHeadline(expr);
    case "range":
      return `range ${expr.rangeMs}`;
    case "subquery":
      return `subquery ${expr.rangeMs}:${expr.stepMs}${expr.offsetMs}@${expr.at}`;
    case "paren":
      return "paren";
    case "unary":
      return `unary ${expr.operator}`;
    case "call":
      return `call ${expr.function}`;
    case "aggregation":
      return `${expr.operator} ${expr.grouping} ${sorted(expr.labels)}`;
    case "binary": {
      const { mode, labels, cardinality, include } = expr.matching;
      const matching = `${mode} ${sorted(labels)} ${cardinality} ${sorted(include)}`;
      return `${expr.operator} ${expr.bool} ${matching}`;
    }
  }
};

type Pair = readonly [Expr, Expr | undefined];

/** Whether both always give the same samples, as far as their syntax shows. */
export const isSameExpr = (a: Expr, b: Expr): boolean => {
  const pending: Pair[] = [[a, b]];
  for (let compared = 0; compared < MAX_COMPARED; compared++) {
    const pair = pending.pop();
    if (pair === undefined) return true;
    const left = withoutParens(pair[0]);
    const right = pair[1] === undefined ? undefined : withoutParens(pair[1]);
    if (right === undefined || headline(left) !== headline(right)) return false;
    const others = childrenOf(right);
    const parts = childrenOf(left);
    if (parts.length !== others.length) return false;
    pending.push(...parts.map((part, index): Pair => [part, others[index]]));
  }
  return false;
};
