import fc from "fast-check";
import { expect, test } from "vitest";
import { replaceInText, replaceSpan } from "./edit-text.ts";
import type { Expr, Matching } from "./expr.ts";
import { parseExpr } from "./parse.ts";
import { printExpr } from "./print.ts";
import { descendants, selectorsOf } from "./walk.ts";

const read = (text: string): Expr => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.expr;
};

const isSpan = (key: string): boolean => /span$/i.test(key);

/** The tree as text without spans, and without parentheses unless they are wanted. */
const tree = (expr: Expr, parens: "with parens" | "without parens"): string =>
  JSON.stringify(expr, (key, value) => {
    if (isSpan(key)) return undefined;
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    const isParen = parens === "without parens" && value?.kind === "paren";
    return isParen ? JSON.parse(tree(value.expr, parens)) : value;
  });

test.each([
  ["a+b", "a + b"],
  ["( a )", "(a)"],
  ["sum(x)by(b,a)", "sum by (b, a) (x)"],
  ["sum without()(x)", "sum without () (x)"],
  ["topk ( 3 , x )", "topk(3, x)"],
  ["x{a='b',c=~`d\\.e`}[300s]offset-5m@3", 'x{a="b", c=~"d\\\\.e"}[5m] @ 3 offset -5m'],
  ["x[1h:]", "x[1h:]"],
  ["a>bool on(x)group_left(y)b", "a > bool on (x) group_left (y) b"],
  ["a/on(x)group_left()(b)", "a / on (x) group_left () (b)"],
  ["a*ignoring()group_right b", "a * ignoring () group_right b"],
  ["a AND b # c\n OR d", "a and b or d"],
  ["-1^2", "-1 ^ 2"],
  ["a^-1", "a ^ -1"],
  ["0x10+1e30+Inf+nan", "16 + 1e+30 + Inf + NaN"],
  ['"a\\n\\"\\x07"', '"a\\n\\"\\u0007"'],
  ['{__name__="foo.bar","a b"="c"}', '{__name__="foo.bar", "a b"="c"}'],
  ['{__name__="bool"}', '{__name__="bool"}'],
  ["{__name__='x'}", "x"],
])("prints %s", (text, expected) => {
  expect(printExpr(read(text))).toBe(expected);
  expect(tree(read(expected), "with parens")).toBe(tree(read(text), "with parens"));
});

const SPAN = { from: 0, to: 0 };
const name = fc.constantFrom("a", "by", "offset", "sum", "up", "le");
const labels = fc.uniqueArray(fc.constantFrom("a", "b", "on", "c d", "bool"), { maxLength: 2 });

const plainMatching: Matching = {
  mode: "ignoring",
  labels: [],
  cardinality: "one-to-one",
  include: [],
  span: undefined,
};

const selector = fc.record({
  kind: fc.constant("selector" as const),
  metric: name,
  matchers: fc.array(
    fc.record({
      name: fc.constantFrom("a", "instance", "x y"),
      operator: fc.constantFrom("=" as const, "!=" as const, "=~" as const, "!~" as const),
      value: fc.string(),
      span: fc.constant(SPAN),
    }),
    { maxLength: 2 },
  ),
  offsetMs: fc.constantFrom(0, 0, 300_000, -1),
  at: fc.constantFrom(undefined, undefined, "start" as const, 1.5, -3),
  span: fc.constant(SPAN),
});

const matching = fc.record({
  mode: fc.constantFrom("on" as const, "ignoring" as const),
  labels,
  cardinality: fc.constantFrom(
    "one-to-one" as const,
    "many-to-one" as const,
    "one-to-many" as const,
  ),
  include: labels,
  span: fc.constant(undefined),
});

const { tree: anyExpr } = fc.letrec<{ tree: Expr }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    selector,
    fc
      .constantFrom(0, 1, -1, -0, 2.5, 1e30, Number.POSITIVE_INFINITY)
      .map((value): Expr => ({ kind: "number", value, span: SPAN })),
    fc.string().map((value): Expr => ({ kind: "string", value, span: SPAN })),
    selector.map((each): Expr => ({ kind: "range", selector: each, rangeMs: 90_000, span: SPAN })),
    fc.record({ kind: fc.constant("paren" as const), expr: tie("tree"), span: fc.constant(SPAN) }),
    fc.record({
      kind: fc.constant("unary" as const),
      operator: fc.constantFrom("+" as const, "-" as const),
      expr: tie("tree"),
      span: fc.constant(SPAN),
    }),
    fc
      .tuple(
        fc.constantFrom(
          ...([
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            "atan2",
            "==",
            ">",
            "<=",
            "and",
            "or",
            "unless",
          ] as const),
        ),
        fc.boolean(),
        fc.oneof(fc.constant(plainMatching), matching),
        fc.tuple(tie("tree"), tie("tree")),
      )
      .map(([operator, bool, matched, [left, right]]): Expr => {
        const isSet = /^[aou]/.test(operator) && operator !== "atan2";
        const cardinality =
          isSet && matched.cardinality === "one-to-one" ? "many-to-many" : matched.cardinality;
        const include =
          cardinality.startsWith("many-to-many") || cardinality === "one-to-one"
            ? []
            : matched.include;
        return {
          kind: "binary",
          operator,
          operatorSpan: SPAN,
          bool,
          matching: { ...matched, cardinality, include },
          left,
          right,
          span: SPAN,
        };
      }),
    fc.record({
      kind: fc.constant("call" as const),
      function: fc.constantFrom("rate", "time", "holt_winters"),
      functionSpan: fc.constant(SPAN),
      arguments: fc.array(tie("tree"), { maxLength: 2 }),
      span: fc.constant(SPAN),
    }),
    fc.record({
      kind: fc.constant("aggregation" as const),
      operator: fc.constant("sum" as const),
      operatorSpan: fc.constant(SPAN),
      grouping: fc.constantFrom("by" as const, "without" as const),
      labels,
      groupingSpan: fc.constant(undefined),
      parameter: fc.constant(undefined),
      expr: tie("tree"),
      span: fc.constant(SPAN),
    }),
    fc.record({
      kind: fc.constant("subquery" as const),
      expr: selector,
      rangeMs: fc.constantFrom(60_000, 3_600_000),
      stepMs: fc.constantFrom(undefined, 1_000),
      offsetMs: fc.constantFrom(0, 5),
      at: fc.constantFrom(undefined, "end" as const, 7),
      span: fc.constant(SPAN),
    }),
  ),
}));

test("prints any tree so that it reads as the same tree, but for parentheses", () => {
  fc.assert(
    fc.property(anyExpr, (expr) => {
      const text = printExpr(expr);
      expect(text).not.toContain("\n");
      expect(tree(read(text), "without parens"), text).toBe(tree(expr, "without parens"));
    }),
    { seed: 1, numRuns: 1_000 },
  );
});

test("prints what was read so that it reads as the same tree, parentheses and all", () => {
  fc.assert(
    fc.property(anyExpr, (expr) => {
      const first = read(printExpr(expr));
      const second = read(printExpr(first));
      expect(tree(second, "with parens")).toBe(tree(first, "with parens"));
    }),
    { seed: 2, numRuns: 300 },
  );
});

test("adds parentheses only where the tree needs them", () => {
  const text = "a + b * c - -d ^ 2 == (e or f) % 3";
  expect(printExpr(read(text))).toBe(text);
});

test("prints a chain of thousands of operators", () => {
  const text = Array.from({ length: 10_000 }, () => "a").join(" - ");
  expect(printExpr(read(text))).toBe(text);
});

test("replaces a part of a text and leaves the rest as it was written", () => {
  expect(replaceSpan("sum( a ) # b", { from: 5, to: 6 }, "c")).toBe("sum( c ) # b");
});

test("replaces a node in a text, in parentheses when it binds less tightly", () => {
  const text = "a  * b # c";
  const [first] = selectorsOf(read(text));
  if (first === undefined) throw new Error("no selector");
  expect(replaceInText(text, first, read("x + y"))).toBe("(x + y)  * b # c");
  expect(replaceInText(text, first, read("sum(x)"))).toBe("sum(x)  * b # c");
  expect(replaceInText(text, read(text), read("x / y"))).toBe("x / y # c");
});

test("replaces any node of a text so that only that node changes", () => {
  const replacement = read("x + y");
  fc.assert(
    fc.property(anyExpr, fc.nat(), (expr, choice) => {
      const text = printExpr(expr);
      const nodes = [...descendants(read(text))].filter(({ kind }) => kind !== "string");
      const node = nodes[choice % nodes.length];
      if (node === undefined || read(text).kind === "range") return;
      const edited = parseExpr(replaceInText(text, node, replacement));
      if ("error" in edited) expect(edited.error.message).toMatch(/range|offset|@|subquery/);
      else expect(printExpr(edited.expr)).toContain("x + y");
    }),
    { seed: 3, numRuns: 300 },
  );
});
