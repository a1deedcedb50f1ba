import * as grammar from "@prometheus-io/lezer-promql";
import { MAX_DEPTH, refuseDepth } from "./depth.ts";
import { readDuration } from "./duration-expression.ts";
import type { Aggregation, AggregationOperator, Binary, Call, Expr } from "./expr.ts";
import { isDuration, numberAt, stringAt } from "./literal.ts";
import { withAt, withOffset, withRange, withSubquery } from "./modifiers.ts";
import {
  amendOperand,
  joinAll,
  lastBinary,
  type OperatorStack,
  pushBinary,
  pushSign,
} from "./operator-stack.ts";
import { readGrouping, readMatching, readSelector } from "./read-labels.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { eachChild, spanAt, type TreeReader, textAt } from "./tree-reader.ts";

/**
 * The grammar's tree says which tokens there are and what stands in which brackets. It does not say what
 * binds tighter: it reads `a + b[5m]` as `(a + b)[5m]` and `-1 ^ 2` as `(-1) ^ 2`, unlike Prometheus. So
 * operators and what follows operands are taken in the order of the text and joined by `OperatorStack`.
 */
const isTransparent = (id: number): boolean =>
  id === grammar.BinaryExpr ||
  id === grammar.UnaryExpr ||
  id === grammar.MatrixSelector ||
  id === grammar.SubqueryExpr ||
  id === grammar.OffsetExpr ||
  id === grammar.StepInvariantExpr;

type Enclosing = { readonly id: number; readonly to: number };

type Level = OperatorStack & {
  /** The transparent nodes around the cursor. */
  readonly enclosing: Enclosing[];
};

const lowerText = (reader: TreeReader): string => textAt(reader).toLowerCase();

/** The grammar has no other binary operators but those refused in `readNode`. */
const binaryOperator = (written: string): Binary["operator"] => written as Binary["operator"];

/** The grammar has no other aggregations. */
const aggregationOperator = (written: string): AggregationOperator =>
  written as AggregationOperator;

const BLANKS = /(?:[ \t\r\n]|#[^\n]*)*/y;

const skipBlanks = (text: string, from: number): number => {
  BLANKS.lastIndex = from;
  BLANKS.test(text);
  return BLANKS.lastIndex;
};

const readUnsigned = (reader: TreeReader, from: number): Expr => {
  const { to } = reader.cursor;
  const value = numberAt(reader.text, from, to);
  const span = { from, to };
  const written = reader.text.slice(from, to);
  if (isDuration(written)) {
    reader.newer.push({ what: "a duration as a number", flag: undefined, span });
  } else if (written.includes("_")) {
    reader.newer.push({ what: "underscores in a number", flag: undefined, span });
  }
  return { kind: "number", value, span };
};

const signOf = (text: string, at: number): "+" | "-" | undefined => {
  const first = text.charAt(at);
  return first === "-" || first === "+" ? first : undefined;
};

const pushNumber = (reader: TreeReader, level: Level): void => {
  const { from } = reader.cursor;
  const sign = signOf(reader.text, from);
  if (sign === undefined) {
    level.operands.push(readUnsigned(reader, from));
    return;
  }
  const span = { from, to: from + 1 };
  pushSign(level, sign, { span, depth: reader.depth });
  level.operands.push(readUnsigned(reader, skipBlanks(reader.text, from + 1)));
};

const enclosingEnd = (level: Level): number => level.enclosing.at(-1)?.to ?? 0;

/** Moves on to the sibling that the grammar guarantees. */
const toNext = ({ cursor }: TreeReader): void => {
  do cursor.nextSibling();
  while (cursor.type.id === grammar.LineComment);
};

const MAX_TIMESTAMP = 2 ** 63;

const readAt = (reader: TreeReader): number | "start" | "end" => {
  toNext(reader);
  const { cursor, text } = reader;
  if (cursor.type.id === grammar.AtModifierPreprocessors) {
    return lowerText(reader) === "start" ? "start" : "end";
  }
  const sign = signOf(text, cursor.from);
  const number = readUnsigned(
    reader,
    sign === undefined ? cursor.from : skipBlanks(text, cursor.from + 1),
  );
  const value = number.kind === "number" ? number.value : Number.NaN;
  if (Math.abs(value) < MAX_TIMESTAMP) return sign === "-" ? -value : value;
  throw new SyntaxFault("the time after @ is out of bounds", spanAt(reader));
};

/** What Prometheus 3 reads without a feature flag. */
const SINGLE_DURATION = /^[-+]?\s*[\w.]+$/;

const readWindowPart = (reader: TreeReader): number =>
  readDuration({
    text: reader.text,
    cursor: reader.cursor,
    note: (from, to) =>
      reader.newer.push(
        SINGLE_DURATION.test(reader.text.slice(from, to))
          ? { what: "a number as a duration", flag: undefined, span: { from, to } }
          : { what: "arithmetic of durations", flag: "promql-duration-expr", span: { from, to } },
      ),
  });

const readWindow = (reader: TreeReader, level: Level): void => {
  const rangeMs = readWindowPart(reader);
  const enclosing = level.enclosing.at(-1);
  const to = enclosingEnd(level);
  if (enclosing?.id === grammar.MatrixSelector) {
    amendOperand(level, (operand) => withRange(operand, rangeMs, to));
    return;
  }
  const { cursor } = reader;
  let stepMs: number | undefined;
  while (cursor.nextSibling()) {
    if (cursor.type.id !== grammar.LineComment) stepMs = readWindowPart(reader);
  }
  amendOperand(level, (operand) => withSubquery(operand, { rangeMs, stepMs }, to));
};

const refuseUnsupported = (reader: TreeReader): never => {
  throw new SyntaxFault(
    `${textAt(reader)} is experimental and cannot be checked: remove it`,
    spanAt(reader),
  );
};

const OPERATOR = /[a-z][a-z\d]*|[=!<>]=|./iy;

/** The text shows the operator itself, where the grammar may have been shown a stand-in. */
const readOperator = (reader: TreeReader, level: Level): void => {
  const { from } = reader.cursor;
  OPERATOR.lastIndex = from;
  const operator = (OPERATOR.exec(reader.text)?.[0] ?? "").toLowerCase();
  const written = { span: { from, to: from + operator.length }, depth: reader.depth };
  pushBinary(level, binaryOperator(operator), written);
};

const readModifier = (reader: TreeReader, level: Level): void => {
  const to = enclosingEnd(level);
  if (reader.cursor.type.id === grammar.At) {
    const at = readAt(reader);
    amendOperand(level, (operand) => withAt(operand, at, to));
    return;
  }
  toNext(reader);
  const offset = readWindowPart(reader);
  if (offset === 0)
    reader.newer.push({ what: "an offset of 0", flag: undefined, span: spanAt(reader) });
  amendOperand(level, (operand) => withOffset(operand, offset, to));
};

const readNode = (reader: TreeReader, level: Level): void => {
  switch (reader.cursor.type.id) {
    case grammar.LineComment:
      break;
    case grammar.UnaryOp: {
      const sign = signOf(reader.text, reader.cursor.from) ?? "+";
      pushSign(level, sign, { span: spanAt(reader), depth: reader.depth });
      break;
    }
    case grammar.NumberDurationLiteral:
      pushNumber(reader, level);
      break;
    case grammar.BoolModifier:
      lastBinary(level).bool = true;
      break;
    case grammar.MatchingModifierClause: {
      const operator = lastBinary(level);
      operator.matching = readMatching(reader, operator.matching);
      break;
    }
    case grammar.At:
    case grammar.Offset:
      readModifier(reader, level);
      break;
    case grammar.DurationExpr:
      readWindow(reader, level);
      break;
    case grammar.FillModifier:
    case grammar.AnchoredExpr:
    case grammar.SmoothedExpr:
    case grammar.TrimUpper:
    case grammar.TrimLower:
      refuseUnsupported(reader);
      break;
    default:
      readOperandOrOperator(reader, level);
  }
};

const readOperandOrOperator = (reader: TreeReader, level: Level): void => {
  const { text, cursor } = reader;
  switch (cursor.type.id) {
    case grammar.VectorSelector:
      level.operands.push(readSelector(reader));
      return;
    case grammar.StringLiteral: {
      const span = spanAt(reader);
      const value = stringAt(text, span.from, span.to);
      level.operands.push({ kind: "string", value, span });
      return;
    }
    case grammar.ParenExpr:
      level.operands.push(readParen(reader, level));
      return;
    case grammar.FunctionCall:
      level.operands.push(readCall(reader, level));
      return;
    case grammar.AggregateExpr:
      level.operands.push(readAggregation(reader, level));
      return;
    default:
      readOperator(reader, level);
  }
};

/** Lezer loses what stands deeper than 2,500 nodes; this stays well on the safe side. */
const MAX_TREE_DEPTH = 1_000;

/** At most: those of an aggregation. */
const NODES_OF_BRACKETS = 2;

/** The expressions that are children of the cursor's node, one level of nesting further in. */
const readWithin = (reader: TreeReader, outer: Level): Expr[] => {
  const { depth, treeDepth } = reader;
  reader.treeDepth = treeDepth + outer.enclosing.length + NODES_OF_BRACKETS;
  reader.depth = depth + outer.operators.length + 1;
  if (reader.depth > MAX_DEPTH) refuseDepth(reader.cursor.from);
  const exprs: Expr[] = [];
  eachChild(reader, () => exprs.push(readExpr(reader)));
  reader.depth = depth;
  reader.treeDepth = treeDepth;
  return exprs;
};

const readParen = (reader: TreeReader, outer: Level): Expr => {
  const span = spanAt(reader);
  const [expr] = readWithin(reader, outer);
  if (expr === undefined) throw new SyntaxFault("the parentheses are empty", span);
  return { kind: "paren", expr, span };
};

const IDENTIFIER = /\w+/y;

/** The whole name that begins at the cursor: a mended text shows the grammar only part of it. */
const nameAt = ({ text, cursor }: TreeReader): string => {
  IDENTIFIER.lastIndex = cursor.from;
  return IDENTIFIER.exec(text)?.[0] ?? "";
};

const readCall = (reader: TreeReader, outer: Level): Call => {
  const span = spanAt(reader);
  let name = "";
  let functionSpan = span;
  let given: Expr[] = [];
  eachChild(reader, (id) => {
    if (id === grammar.FunctionIdentifier) {
      name = nameAt(reader);
      functionSpan = { from: reader.cursor.from, to: reader.cursor.from + name.length };
    } else given = readWithin(reader, outer);
  });
  return { kind: "call", function: name, functionSpan, arguments: given, span };
};

const PARAMETRIC = /^(?:topk|bottomk|limitk|limit_ratio|quantile|count_values)$/;

const readAggregation = (reader: TreeReader, outer: Level): Aggregation => {
  const span = spanAt(reader);
  let operator: AggregationOperator = "sum";
  let operatorSpan = span;
  let groupingSpan: Aggregation["groupingSpan"];
  let grouping: Pick<Aggregation, "grouping" | "labels"> = { grouping: "by", labels: [] };
  let given: Expr[] = [];
  eachChild(reader, (id) => {
    if (id === grammar.AggregateOp) {
      operator = aggregationOperator(lowerText(reader));
      operatorSpan = spanAt(reader);
    } else if (id === grammar.AggregateModifier) {
      grouping = readGrouping(reader);
      groupingSpan = spanAt(reader);
    } else given = readWithin(reader, outer);
  });
  const [first, second] = given;
  const expr = PARAMETRIC.test(operator) ? second : first;
  const wanted = PARAMETRIC.test(operator) ? 2 : 1;
  if (expr === undefined || given.length !== wanted) {
    throw new SyntaxFault(
      `${operator} takes ${wanted} ${wanted === 1 ? "argument" : "arguments"}, not ${given.length}`,
      span,
    );
  }
  const parameter = wanted === 2 ? first : undefined;
  return {
    kind: "aggregation",
    operator,
    operatorSpan,
    ...grouping,
    groupingSpan,
    parameter,
    expr,
    span,
  };
};

/** The expression whose node is under the cursor, which is left where it was. */
export const readExpr = (reader: TreeReader): Expr => {
  const { cursor } = reader;
  const level: Level = { operands: [], operators: [], enclosing: [] };
  const { enclosing } = level;
  for (;;) {
    const { id } = cursor.type;
    if (isTransparent(id)) {
      enclosing.push({ id, to: cursor.to });
      if (reader.treeDepth + enclosing.length > MAX_TREE_DEPTH) refuseDepth(cursor.from);
      cursor.firstChild();
      continue;
    }
    readNode(reader, level);
    while (enclosing.length > 0 && !cursor.nextSibling()) {
      cursor.parent();
      enclosing.pop();
    }
    if (enclosing.length === 0) return joinAll(level);
  }
};
