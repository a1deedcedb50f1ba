import { formatDuration } from "../../lib/duration.ts";
import type {
  Aggregation,
  Binary,
  Expr,
  Matching,
  Modifiers,
  Subquery,
  VectorSelector,
} from "./expr.ts";
import { PRECEDENCE, SIGN_PRECEDENCE } from "./operator-stack.ts";

const ATOM = Number.POSITIVE_INFINITY;

const isNegative = (value: number): boolean => value < 0 || Object.is(value, -0);

/** How tightly the outermost operator of an expression binds. */
export const strengthOf = (expr: Expr): number => {
  if (expr.kind === "binary") return PRECEDENCE[expr.operator];
  if (expr.kind === "unary") return SIGN_PRECEDENCE;
  return expr.kind === "number" && isNegative(expr.value) ? SIGN_PRECEDENCE : ATOM;
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

const escaped = (character: string): string =>
  ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** The text in double quotes. */
export const quote = (text: string): string =>
  `"${text.replaceAll(/["\\\p{Cc}\u2028\u2029]/gu, escaped)}"`;

const printNumber = (value: number): string => {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return value > 0 ? "Inf" : "-Inf";
};

const printDuration = (ms: number): string =>
  ms < 0 ? `-${formatDuration(-ms)}` : formatDuration(ms);

const LABEL = /^[A-Za-z_]\w*$/;
const METRIC = /^[A-Za-z_:][\w:]*$/;
const RESERVED = /^(?:bool|on|ignoring|group_left|group_right|inf|nan|atan2)$/i;

const labelName = (name: string): string => (LABEL.test(name) ? name : quote(name));

const labelList = (labels: readonly string[]): string => `(${labels.map(labelName).join(", ")})`;

const printModifiers = ({ offsetMs, at }: Modifiers): string => {
  const time = typeof at === "number" ? printNumber(at) : `${at}()`;
  const atText = at === undefined ? "" : ` @ ${time}`;
  return offsetMs === 0 ? atText : `${atText} offset ${printDuration(offsetMs)}`;
};

const printBareSelector = ({ metric, matchers }: VectorSelector): string => {
  const isBare = METRIC.test(metric) && !RESERVED.test(metric);
  const named = isBare || metric === "" ? [] : [{ name: "__name__", operator: "=", value: metric }];
  const inBraces = [...named, ...matchers].map(
    ({ name, operator, value }) => `${labelName(name)}${operator}${quote(value)}`,
  );
  const braces = inBraces.length === 0 && isBare ? "" : `{${inBraces.join(", ")}}`;
  return `${isBare ? metric : ""}${braces}`;
};

const printSubquery = (expr: Subquery): string => {
  const step = expr.stepMs === undefined ? "" : printDuration(expr.stepMs);
  const window = `[${printDuration(expr.rangeMs)}:${step}]`;
  return `${within(expr.expr, ATOM)}${window}${printModifiers(expr)}`;
};

const printAggregation = (expr: Aggregation): string => {
  const { operator, grouping, labels, parameter } = expr;
  const isPlain = grouping === "by" && labels.length === 0;
  const head = isPlain ? operator : `${operator} ${grouping} ${labelList(labels)} `;
  const first = parameter === undefined ? "" : `${printExpr(parameter)}, `;
  return `${head}(${first}${printExpr(expr.expr)})`;
};

const GROUPS = { "many-to-one": "group_left", "one-to-many": "group_right" } as const;

const printMatching = (matching: Matching, right: string): string => {
  const { mode, labels, cardinality, include } = matching;
  const grouped = cardinality === "many-to-one" || cardinality === "one-to-many";
  if (mode === "ignoring" && labels.length === 0 && !grouped) return "";
  const matched = `${mode} ${labelList(labels)} `;
  if (!grouped) return matched;
  const list = include.length > 0 || right.startsWith("(") ? `${labelList(include)} ` : "";
  return `${matched}${GROUPS[cardinality]} ${list}`;
};

/** Everything of a binary expression but its left operand. */
const printRight = ({ operator, bool, matching, right }: Binary): string => {
  const precedence = PRECEDENCE[operator];
  const operand = within(right, operator === "^" ? precedence : precedence + 1);
  // A sign may follow any operator: what it binds ends before the next weaker one.
  const text = isSign(right) ? printExpr(right) : operand;
  const flag = bool ? "bool " : "";
  return ` ${operator} ${flag}${printMatching(matching, text)}${text}`;
};

const isSign = (expr: Expr): boolean => expr.kind !== "binary" && strengthOf(expr) < ATOM;

const printBinary = (expr: Binary): string => {
  const rights: string[] = [];
  let node: Expr = expr;
  let needed = 0;
  while (node.kind === "binary" && PRECEDENCE[node.operator] >= needed) {
    rights.push(printRight(node));
    needed = PRECEDENCE[node.operator] + (node.operator === "^" ? 1 : 0);
    node = node.left;
  }
  return within(node, needed) + rights.reverse().join("");
};

/** The expression, in parentheses when it binds less tightly than needed. */
const within = (expr: Expr, needed: number): string =>
  strengthOf(expr) < needed ? `(${printExpr(expr)})` : printExpr(expr);

/** A sign before a number would become part of it. */
const printSigned = (operator: string, expr: Expr): string =>
  expr.kind === "number"
    ? `${operator}(${printExpr(expr)})`
    : `${operator}${expr.kind === "unary" ? printExpr(expr) : within(expr, SIGN_PRECEDENCE + 1)}`;

/**
 * The expression on one line, with parentheses where it has them and where the tree needs them. Reading
 * the text gives an equal tree, but for spans and added parentheses.
 */
export const printExpr = (expr: Expr): string => {
  switch (expr.kind) {
    case "number":
      return printNumber(expr.value);
    case "string":
      return quote(expr.value);
    case "selector":
      return printBareSelector(expr) + printModifiers(expr);
    case "range": {
      const window = `[${printDuration(expr.rangeMs)}]`;
      return printBareSelector(expr.selector) + window + printModifiers(expr.selector);
    }
    case "subquery":
      return printSubquery(expr);
    case "paren":
      return `(${printExpr(expr.expr)})`;
    case "unary":
      return printSigned(expr.operator, expr.expr);
    case "binary":
      return printBinary(expr);
    case "call":
      return `${expr.function}(${expr.arguments.map(printExpr).join(", ")})`;
    case "aggregation":
      return printAggregation(expr);
  }
};
