import { expect, test } from "vitest";
import type { Expr } from "./expr.ts";
import { parseExpr } from "./parse.ts";
import {
  childrenOf,
  descendants,
  replaceNode,
  selectorsOf,
  transform,
  withoutParens,
} from "./walk.ts";

const read = (text: string): Expr => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  return parsed.expr;
};

const RULE = "topk(3, sum by (a) (rate(x[5m]))) > on (a) -(y{b='1'} offset 1h) or absent(z[1h:])";

test("walks every node before what it holds, in the order of the text", () => {
  const kinds = [...descendants(read("-a + sum(b[5m:]) ^ (2)"))].map(({ kind }) => kind);
  expect(kinds).toEqual([
    "binary",
    "unary",
    "selector",
    "binary",
    "aggregation",
    "subquery",
    "selector",
    "paren",
    "number",
  ]);
});

test("finds the selectors, also those with a range", () => {
  expect(selectorsOf(read(RULE)).map(({ metric }) => metric)).toEqual(["x", "y", "z"]);
});

test("gives the parameter of an aggregation as a child", () => {
  expect(childrenOf(read("quantile(0.9, x)")).map(({ kind }) => kind)).toEqual([
    "number",
    "selector",
  ]);
});

test("takes off all parentheses around an expression and none within it", () => {
  expect(withoutParens(read("(((a + (b))))"))).toMatchObject({
    kind: "binary",
    right: { kind: "paren" },
  });
});

test("leaves a tree the same object when nothing is rewritten", () => {
  const expr = read(RULE);
  expect(transform(expr, (node) => node)).toBe(expr);
});

test("rewrites children before their parents", () => {
  const seen: string[] = [];
  transform(read("a + b * 2"), (node) => {
    seen.push(node.kind);
    return node;
  });
  expect(seen).toEqual(["selector", "selector", "number", "binary", "binary"]);
});

test("rewrites every node, in every position, once", () => {
  const expr = read(RULE);
  const renamed = transform(expr, (node) =>
    node.kind === "selector" ? { ...node, metric: `${node.metric}_total` } : node,
  );
  expect(selectorsOf(renamed).map(({ metric }) => metric)).toEqual([
    "x_total",
    "y_total",
    "z_total",
  ]);
});

test("replaces one of two equal nodes", () => {
  const expr = read("a + a");
  const [first] = selectorsOf(expr);
  if (first === undefined) throw new Error("no selector");
  const replaced = replaceNode(expr, first, { kind: "number", value: 1, span: first.span });
  expect(childrenOf(replaced).map(({ kind }) => kind)).toEqual(["number", "selector"]);
});

test("refuses to put something else than a selector into a range", () => {
  const number = { kind: "number", value: 1, span: { from: 0, to: 0 } } as const;
  expect(() =>
    transform(read("x[5m]"), (node) => (node.kind === "selector" ? number : node)),
  ).toThrow("a range needs a selector, not a number");
});

test("walks and rewrites a chain of thousands of operators", () => {
  const expr = read(Array.from({ length: 10_000 }, () => "a").join("+"));
  expect([...descendants(expr)]).toHaveLength(19_999);
  const rewritten = transform(expr, (node) =>
    node.kind === "selector" ? { ...node, metric: "b" } : node,
  );
  expect(new Set(selectorsOf(rewritten).map(({ metric }) => metric))).toEqual(new Set(["b"]));
});
