import type { Expr, VectorSelector } from "./expr.ts";

const NONE: readonly Expr[] = [];

/** The operands, arguments and selectors directly within an expression, in the order of the text. */
export const childrenOf = (expr: Expr): readonly Expr[] => {
  switch (expr.kind) {
    case "number":
    case "string":
    case "selector":
      return NONE;
    case "range":
      return [expr.selector];
    case "subquery":
    case "paren":
    case "unary":
      return [expr.expr];
    case "binary":
      return [expr.left, expr.right];
    case "call":
      return expr.arguments;
    case "aggregation":
      return expr.parameter === undefined ? [expr.expr] : [expr.parameter, expr.expr];
  }
};

/** The first of them last, so that it is the next to be taken. */
const pushChildren = (pending: Expr[], expr: Expr): void => {
  const children = childrenOf(expr);
  for (let index = children.length - 1; index >= 0; index--) {
    const child = children[index];
    if (child !== undefined) pending.push(child);
  }
};

/** The expression and all within it, each before what it holds. Chains of any length are walked. */
export function* descendants(expr: Expr): Generator<Expr> {
  const pending = [expr];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    pushChildren(pending, next);
  }
}

/** All selectors, also those with a range, in the order of the text. */
export const selectorsOf = (expr: Expr): readonly VectorSelector[] => {
  const selectors: VectorSelector[] = [];
  const pending = [expr];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "selector") selectors.push(next);
    else pushChildren(pending, next);
  }
  return selectors;
};

/** What stands within any parentheses around it. */
export const withoutParens = (expr: Expr): Expr => {
  let inner = expr;
  while (inner.kind === "paren") inner = inner.expr;
  return inner;
};

export type Rewrite = (expr: Expr) => Expr;

const rewriteSelector = (selector: VectorSelector, rewrite: Rewrite): VectorSelector => {
  const written = rewrite(selector);
  if (written.kind === "selector") return written;
  throw new Error(`a range needs a selector, not a ${written.kind}`);
};

/** The expression with its children rewritten; itself when they stay the same. */
const withChildren = (expr: Expr, rewrite: Rewrite): Expr => {
  switch (expr.kind) {
    case "number":
    case "string":
    case "selector":
      return expr;
    case "range": {
      const selector = rewriteSelector(expr.selector, rewrite);
      return selector === expr.selector ? expr : { ...expr, selector };
    }
    case "subquery":
    case "paren":
    case "unary": {
      const inner = rewrite(expr.expr);
      return inner === expr.expr ? expr : { ...expr, expr: inner };
    }
    case "binary": {
      const left = rewrite(expr.left);
      const right = rewrite(expr.right);
      return left === expr.left && right === expr.right ? expr : { ...expr, left, right };
    }
    case "call": {
      const given = expr.arguments.map(rewrite);
      const same = given.every((argument, index) => argument === expr.arguments[index]);
      return same ? expr : { ...expr, arguments: given };
    }
    case "aggregation": {
      const parameter = expr.parameter === undefined ? undefined : rewrite(expr.parameter);
      const inner = rewrite(expr.expr);
      const same = parameter === expr.parameter && inner === expr.expr;
      return same ? expr : { ...expr, parameter, expr: inner };
    }
  }
};

/** The binary operators down the left side, the outermost first. */
const leftSpine = (expr: Expr): Expr[] => {
  const spine: Expr[] = [];
  for (let node = expr; ; node = node.left) {
    spine.push(node);
    if (node.kind !== "binary") return spine;
  }
};

/**
 * The tree rebuilt from its leaves up: `rewrite` is given each node with its children rewritten already
 * and answers with what to put in its place. Parts that stay the same are the same objects. Spans remain
 * those of the original. Throws when something else than a selector comes to have a range.
 */
export const transform = (expr: Expr, rewrite: Rewrite): Expr => {
  const down: Rewrite = (node) => {
    let result: Expr | undefined;
    for (const each of leftSpine(node).reverse()) {
      const left = result;
      const rebuilt = withChildren(each, (child) =>
        each.kind === "binary" && left !== undefined && child === each.left ? left : down(child),
      );
      result = rewrite(rebuilt);
    }
    return result ?? node;
  };
  return down(expr);
};

/** The tree with `replacement` in the place of that very node. */
export const replaceNode = (expr: Expr, node: Expr, replacement: Expr): Expr =>
  transform(expr, (each) => (each === node ? replacement : each));
