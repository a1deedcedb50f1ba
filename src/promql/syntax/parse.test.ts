import { expect, test } from "vitest";
import type { Expr } from "./expr.ts";
import { MAX_LENGTH, parseExpr } from "./parse.ts";

const MARKS = new Set(["span", "operatorSpan", "functionSpan", "groupingSpan"]);

const read = (text: string): Expr => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(`${text.slice(0, 200)}: ${parsed.error.message}`);
  return parsed.expr;
};

/** A compact form of the tree, with a parenthesis around every operation. */
const shape = (expr: Expr): string => {
  switch (expr.kind) {
    case "number":
      return String(expr.value);
    case "string":
      return JSON.stringify(expr.value);
    case "selector": {
      const matchers = expr.matchers.map(
        ({ name, operator, value }) => `${name}${operator}${value}`,
      );
      return `${expr.metric}${matchers.length > 0 ? `{${matchers}}` : ""}${moved(expr)}`;
    }
    case "range":
      return `${shape({ ...expr.selector, offsetMs: 0, at: undefined })}[${expr.rangeMs}]${moved(expr.selector)}`;
    case "subquery":
      return `${shape(expr.expr)}[${expr.rangeMs}:${expr.stepMs ?? ""}]${moved(expr)}`;
    case "paren":
      return `<${shape(expr.expr)}>`;
    case "unary":
      return `(${expr.operator}${shape(expr.expr)})`;
    case "binary": {
      const { matching: m } = expr;
      const matching =
        m.span === undefined ? "" : ` ${m.mode}[${m.labels}]${m.cardinality}[${m.include}]`;
      return `(${shape(expr.left)} ${expr.operator}${expr.bool ? " bool" : ""}${matching} ${shape(expr.right)})`;
    }
    case "call":
      return `${expr.function}(${expr.arguments.map(shape).join(", ")})`;
    case "aggregation": {
      const parameter = expr.parameter === undefined ? "" : `${shape(expr.parameter)}, `;
      return `${expr.operator} ${expr.grouping}[${expr.labels}](${parameter}${shape(expr.expr)})`;
    }
  }
};

const moved = ({ offsetMs, at }: { offsetMs: number; at: number | string | undefined }) =>
  `${at === undefined ? "" : `@${at}`}${offsetMs === 0 ? "" : `-${offsetMs}`}`;

test.each([
  ["a + b * c", "(a + (b * c))"],
  ["a - b - c", "((a - b) - c)"],
  ["2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))"],
  ["-1 ^ 2", "(-(1 ^ 2))"],
  ["-a ^ b", "(-(a ^ b))"],
  ["-a * b", "((-a) * b)"],
  ["a ^ -b * c", "((a ^ (-b)) * c)"],
  ["a * - 1 ^ 2", "(a * (-(1 ^ 2)))"],
  ["a -1", "(a - 1)"],
  ["- -1", "1"],
  ["a and b or c unless d", "((a and b) or (c unless d))"],
  ["a > b == c", "((a > b) == c)"],
  ["a atan2 b % c", "((a atan2 b) % c)"],
  ["(a + b) * c", "(<(a + b)> * c)"],
])("binds %s as Prometheus does", (text, expected) => {
  expect(shape(read(text))).toBe(expected);
});

test.each([
  ["a + b[5m]", "(a + b[300000])"],
  ["a + b offset 5m * c", "(a + (b-300000 * c))"],
  ["-x offset -5m", "(-x--300000)"],
  ["a ^ b[5m:1m] ^ c", "(a ^ (b[300000:60000] ^ c))"],
  ["x[5m] @ 3 offset 1m", "x[300000]@3-60000"],
  ["x[5m] offset 1m @ 3", "x[300000]@3-60000"],
  ["x @ start() or y @ END()", "(x@start or y@end)"],
  ["x[1h:] @ -1.5 offset -(5m)", "x[3600000:]@-1.5--300000"],
  ["x[5*60]", "x[300000]"],
  ["x[(1h + 2 * 15m) / 3]", "x[1800000]"],
  ["x[1m30s]", "x[90000]"],
  ["rate(x[5m] offset 1h)", "rate(x[300000]-3600000)"],
])("applies what follows an operand to that operand only: %s", (text, expected) => {
  expect(shape(read(text))).toBe(expected);
});

test.each([
  ["5. + .5", 5.5],
  ["0x1F", 31],
  ["0X1f", 31],
  ["0x1_0", 16],
  ["017", 15],
  ["08", 8],
  ["1_000.5e0_1", 10_005],
  ["5.e3", 5_000],
  ["1h30m", 5_400],
  ["100ms", 0.1],
  ["-Inf", Number.NEGATIVE_INFINITY],
  ["iNf", Number.POSITIVE_INFINITY],
  ["NaN", Number.NaN],
])("reads the number %s", (text, expected) => {
  const expr = read(text);
  const values = expr.kind === "binary" ? [expr.left, expr.right] : [expr];
  const sum = values.reduce((total, each) => total + (each.kind === "number" ? each.value : 0), 0);
  expect(sum).toBe(expected);
});

test.each([
  [String.raw`"a\n\"\\\x41\101\u00e9\U0001F600"`, 'a\n"\\AA\u00e9\u{1F600}'],
  [String.raw`'it\'s "fine"'`, `it's "fine"`],
  ["`raw\\n\nnext`", "raw\\n\nnext"],
  [String.raw`"\xe2\x82\xac"`, "\u20ac"],
  ['""', ""],
])("reads the string %s", (text, expected) => {
  expect(read(text)).toMatchObject({ kind: "string", value: expected });
});

test.each([
  ['x{a="b", c!~"d",}', "x{a=b,c!~d}"],
  ['{"foo.bar", "a b"=~"c"}', "foo.bar{a b=~c}"],
  ['{__name__="x", a="b"}', "x{a=b}"],
  ['{__name__=~"x|y", __name__!="z"}', "{__name__=~x|y,__name__!=z}"],
  ['{"x", __name__="z"}', "{__name__=x,__name__=z}"],
  ['x{"z"}', "x{__name__=z}"],
  ['{__name__="x", __name__!="z"}', "{__name__=x,__name__!=z}"],
  ['x{by="1", offset="2", bool="3", sum="4"}', "x{by=1,offset=2,bool=3,sum=4}"],
  ["offset + sum + by + start", "(((offset + sum) + by) + start)"],
  ["offset offset 5m", "offset-300000"],
  ["or or or", "(or or or)"],
  ["rate{a='b'}", "rate{a=b}"],
  ["a:b:c", "a:b:c"],
])("reads the selectors of %s", (text, expected) => {
  expect(shape(read(text))).toBe(expected);
});

test.each([
  ["sum(x)", "sum by[](x)"],
  ["SUM BY (a, by, bool,) (x)", "sum by[a,by,bool](x)"],
  ["topk(3, x) without (b)", "topk without[b](3, x)"],
  ['count_values("v", x)', 'count_values by[]("v", x)'],
  ['sum by ("a b") (x)', "sum by[a b](x)"],
  ["holt_winters(x[5m], 0.5, 0.1)", "holt_winters(x[300000], 0.5, 0.1)"],
  ["no_such_function(x, 1)", "no_such_function(x, 1)"],
  ["time()", "time()"],
])("reads the call %s", (text, expected) => {
  expect(shape(read(text))).toBe(expected);
});

test.each([
  ["a > bool on (x) b", "(a > bool on[x]one-to-one[] b)"],
  ["a / ignoring (x, y) group_left b", "(a / ignoring[x,y]many-to-one[] b)"],
  ["a * on () group_right (z,) b", "(a * on[]one-to-many[z] b)"],
  ["a AND on (x) b", "(a and on[x]many-to-many[] b)"],
  ["a + on (x) group_left (y) (b)", "(a + on[x]many-to-one[y] <b>)"],
])("reads the matching of %s", (text, expected) => {
  expect(shape(read(text))).toBe(expected);
});

test("gives each node the span of its text, without blanks and comments", () => {
  const text = " # first\n sum by (a) ( rate(x[5m]) ) # sum\n  >= bool # more\n -2 ";
  const expr = read(text);
  const texts: Record<string, string> = {};
  JSON.stringify(expr, function replace(this: unknown, key, value) {
    if (MARKS.has(key) && value !== undefined) {
      const kind = typeof this === "object" && this !== null && "kind" in this ? this.kind : "";
      texts[`${kind} ${key}`] = text.slice(value.from, value.to);
    }
    return value;
  });
  expect(texts).toEqual({
    "binary span": text.trim().slice(9),
    "binary operatorSpan": ">=",
    "aggregation span": "sum by (a) ( rate(x[5m]) )",
    "aggregation operatorSpan": "sum",
    "aggregation groupingSpan": "by (a)",
    "call span": "rate(x[5m])",
    "call functionSpan": "rate",
    "range span": "x[5m]",
    "selector span": "x",
    "number span": "-2",
  });
});

test.each([
  ["", "there is no expression", ""],
  ["# a", "there is no expression", "# a"],
  ["(a", "a ( is not closed", "("],
  ["sum(x{a='b'}", "a ( is not closed", "("],
  ["a)", "nothing opened this )", ")"],
  ["(a]", "a ( is not closed: ] comes before its )", "("],
  ['x{a="b}', 'a " is not closed', '"'],
  ["'a\n'", "a ' is not closed", "'"],
  ["a +", 'the expression ends unexpectedly after "+"', "+"],
  ["a + * b", 'an operand is missing after "+", before "*"', "*"],
  ["a b", 'an operator or comma is missing between "a" and "b"', "b"],
  ["a = 1", '"=" compares nothing here: write == for equal', "="],
  ["a && b", 'PromQL has no character "&": write and', "&"],
  ["\u00a0a", 'PromQL has no character "\u00a0"', "\u00a0"],
  ["sum(a) by b", 'the labels of "by" must stand in parentheses', "b"],
  ["a on (x) b", '"on" after "a" matches nothing: put it right after a binary operator', "on"],
  ["bool", '"bool" is a keyword: for a metric of that name write {__name__="bool"}', "bool"],
  ["5m3", '"5m3" is neither a number nor a duration', "5m3"],
  ["1and 2", '"1and" is neither a number nor a duration', "1and"],
  ["x[5 m]", "a duration has no blanks: write 5m", "m"],
  ["e(x)", '"e" is no function of PromQL', "e"],
  ["sum(a, b)", "sum takes 1 argument, not 2", "sum(a, b)"],
  ["topk(x)", "topk takes 2 arguments, not 1", "topk(x)"],
  ["rate(x,)", 'an operand is missing after ",", before ")"', ")"],
  ["(x) offset 5m", "offset must come right after a selector, a range or a subquery", "(x)"],
  ["x offset 5m[5m]", "offset must come after the range", "[5m]"],
  ["x @ 3[5m]", "@ must come after the range", "[5m]"],
  ["x offset 5m offset 1m", "offset is set twice: keep one", "x offset 5m offset 1m"],
  ["x @ 3 @ end()", "@ is set twice: keep one", "x @ 3 @ end()"],
  ["x @ Inf", "the time after @ is out of bounds", "Inf"],
  ["x[1 / 0]", "the duration divides by zero", "1 / 0"],
  [
    String.raw`x{a=~"\d"}`,
    String.raw`\d is no escape in a quoted string: write \\d for the characters themselves`,
    String.raw`\d`,
  ],
  [
    "a + atan2",
    '"atan2" is an operator: for a metric of that name write {__name__="atan2"}',
    "atan2",
  ],
  [
    String.raw`x{a=~"\xff"}`,
    "the bytes of the regular expression are not UTF-8",
    String.raw`a=~"\xff"`,
  ],
  ["1e999", "1e999 is too large for a number", "1e999"],
])("says what is wrong with %s and where", (text, message, where) => {
  const parsed = parseExpr(text);
  expect(parsed).toMatchObject({ error: { message } });
  if ("error" in parsed) {
    expect(text.slice(parsed.error.span.from, parsed.error.span.to)).toBe(where);
  }
});

test("says which syntax Prometheus 2.42 does not know", () => {
  const parsed = parseExpr('{"a.b"}[300] + 5m + x[2*60]');
  expect("newer" in parsed ? parsed.newer.map(({ what, flag }) => [what, flag]) : []).toEqual([
    ["a quoted name", undefined],
    ["a number as a duration", undefined],
    ["a duration as a number", undefined],
    ["arithmetic of durations", "promql-duration-expr"],
  ]);
});

test("reads chains of thousands of operators, each bound as in short ones", () => {
  const terms = Array.from({ length: 5_000 }, (_, index) => (index % 3 === 0 ? "a" : "on (x) -2"));
  let expr = read(terms.map((term) => term.replace("on (x) ", "")).join(" - "));
  let count = 1;
  for (; expr.kind === "binary"; expr = expr.left) {
    expect(expr.operator).toBe("-");
    expect(expr.right.kind === "number" ? expr.right.value : "a").toBe(count % 3 === 2 ? "a" : -2);
    count++;
  }
  expect(count).toBe(5_000);
});

test("binds a long chain of mixed operators like its parts", () => {
  const part = "a or on (x) -b and c{or='1'} * 2 ^ -3 - d > bool sum by (e) (f) or ";
  const many = read(`${part.repeat(400)}offset`);
  const last = read(`${part}offset`);
  if (many.kind !== "binary" || last.kind !== "binary" || last.left.kind !== "binary") {
    throw new Error("no binary operator");
  }
  expect(shape(many.right)).toBe("offset");
  const secondLast = many.left.kind === "binary" ? many.left.right : many.left;
  expect(shape(secondLast)).toBe(shape(last.left.right));
});

test("admits that it cannot read hundreds of offsets outside of parentheses", () => {
  expect(parseExpr("metric offset 5m + ".repeat(100).concat("1"))).toHaveProperty("expr");
  expect(parseExpr("metric offset 5m + ".repeat(1_000).concat("1"))).toMatchObject({
    error: { message: expect.stringContaining("its 1000 ranges and offsets are too many") },
  });
});

test.each([
  ["parentheses", "(".repeat(50_000)],
  ["closed parentheses", `${"(".repeat(40_000)}a${")".repeat(40_000)}`],
  ["signs", `${"-".repeat(50_000)}a`],
  ["powers", `${"2^".repeat(40_000)}2`],
  ["calls", `${"abs(".repeat(10_000)}a${")".repeat(10_000)}`],
  ["brackets", "[".repeat(50_000)],
])("refuses very deep %s", (_, text) => {
  expect(parseExpr(text)).toMatchObject({
    error: {
      message: "the expression is nested more than 500 deep: split it into recording rules",
    },
  });
});

test("reads parentheses that are 400 deep", () => {
  expect(read(`${"(".repeat(400)}a${")".repeat(400)}`).kind).toBe("paren");
});

test("never misreads a tree that the grammar cuts off", () => {
  const parsed = parseExpr(`${"(".repeat(400)}1${" + 2 * 3)".repeat(400)}`);
  if ("error" in parsed) expect(parsed.error.message).toContain("nested");
  else expect(shape(parsed.expr)).toContain("(2 * 3)");
});

test.each([
  ["subqueries", `a${"[5m:]".repeat(10_000)}`],
  ["additions in a duration", `a[${"1+".repeat(20_000)}1]`],
  ["words", "a ".repeat(50_000)],
  ["quotes", '"a'.repeat(40_000)],
  ["braces", `a${"{}".repeat(40_000)}`],
])("refuses a hundred thousand characters of %s", (_, text) => {
  expect(parseExpr(text)).toHaveProperty("error");
});

test("refuses an expression that is too long to read", () => {
  expect(parseExpr("a".repeat(MAX_LENGTH + 1))).toMatchObject({
    error: { message: expect.stringContaining("100001 characters") },
  });
});
