import { describeRegexpProblem, readRegexp } from "../../labels/regexp.ts";
import type { Span } from "../../lib/source.ts";
import { AGGREGATIONS } from "../functions/aggregations.ts";
import { typeName, type ValueType } from "../functions/value-type.ts";
import { checkBinary } from "./check-binary.ts";
import { checkCall } from "./check-call.ts";
import type { Aggregation, Call, Expr, LocatedMatcher, VectorSelector } from "./expr.ts";
import type { PrometheusVersion } from "./prometheus-version.ts";
import { typeOf } from "./type-of.ts";

/** Why Prometheus refuses an expression that reads well, and what to do. */
export type TypeMistake = {
  readonly message: string;
  readonly span: Span;
  /** The feature flag of Prometheus with which it is none. */
  readonly flag?: string;
};

type Check = {
  readonly version: PrometheusVersion;
  readonly mistakes: TypeMistake[];
};

const report = (check: Check, span: Span, message: string): void => {
  check.mistakes.push({ message, span });
};

type Operand = { readonly expr: Expr; readonly role: string };

const requireType = (check: Check, { expr, role }: Operand, wanted: ValueType): void => {
  const type = checkNode(check, expr);
  if (type === wanted) return;
  const hint = wanted === "vector" && type === "matrix" ? ": put a function around it" : "";
  const message = `${role} must be of type ${typeName(wanted)}, not ${typeName(type)}${hint}`;
  report(check, expr.span, message);
};

/** Whether the matcher passes a label that is absent; one that is no matcher at all passes nothing. */
const passesAbsence = (check: Check, { operator, value, span }: LocatedMatcher): boolean => {
  if (operator === "=") return value === "";
  if (operator === "!=") return value !== "";
  const read = readRegexp(value);
  if (read.ok) return read.regexp.test("") === (operator === "=~");
  if (read.problem.kind === "invalid") report(check, span, describeRegexpProblem(read.problem));
  return false;
};

const checkSelector = (check: Check, { metric, matchers, span }: VectorSelector): void => {
  let selects = metric !== "";
  for (const matcher of matchers) {
    if (!passesAbsence(check, matcher)) selects = true;
    if (metric !== "" && matcher.name === "__name__") {
      report(check, matcher.span, `the metric is named already: "${metric}": remove this matcher`);
    }
  }
  if (!selects) {
    report(check, span, "the selector would select everything: name a metric or require a label");
  }
};

const checkAggregation = (check: Check, expr: Aggregation): void => {
  const { operator, operatorSpan, parameter } = expr;
  const facts = AGGREGATIONS[operator];
  if (check.version === "2.42" && facts.since === "3") {
    report(check, operatorSpan, `Prometheus 2.42 has no ${operator}`);
  } else if (facts.experimental) {
    const flag = "promql-experimental-functions";
    const message = `${operator} is experimental: enable the feature flag ${flag} or do without it`;
    check.mistakes.push({ message, span: operatorSpan, flag });
  }
  if (parameter !== undefined && facts.parameter !== undefined) {
    requireType(check, { expr: parameter, role: `the parameter of ${operator}` }, facts.parameter);
  }
  requireType(check, { expr: expr.expr, role: `what ${operator} aggregates` }, "vector");
};

const positive = (check: Check, ms: number, span: Span): void => {
  if (ms <= 0) report(check, span, "a range and its step must be longer than 0");
};

const checkArguments = (check: Check, call: Call): ValueType => {
  const types = call.arguments.map((argument, index) =>
    call.function === "info" && index === 1 ? typeOf(argument) : checkNode(check, argument),
  );
  check.mistakes.push(...checkCall(call, types, check.version));
  return typeOf(call);
};

/** Reports what is wrong below and at a node other than a binary operator; answers with its type. */
const checkOther = (check: Check, expr: Exclude<Expr, { kind: "binary" }>): ValueType => {
  switch (expr.kind) {
    case "number":
    case "string":
      break;
    case "selector":
      checkSelector(check, expr);
      break;
    case "range":
      checkSelector(check, expr.selector);
      positive(check, expr.rangeMs, expr.span);
      break;
    case "subquery":
      requireType(check, { expr: expr.expr, role: "what a subquery evaluates" }, "vector");
      positive(check, Math.min(expr.rangeMs, expr.stepMs ?? 1), expr.span);
      break;
    case "paren":
      return checkNode(check, expr.expr);
    case "unary": {
      const type = checkNode(check, expr.expr);
      if (type === "scalar" || type === "vector") return type;
      report(check, expr.span, `a ${typeName(type)} has no sign: remove the ${expr.operator}`);
      return type;
    }
    case "call":
      return checkArguments(check, expr);
    case "aggregation":
      checkAggregation(check, expr);
      break;
  }
  return typeOf(expr);
};

const checkNode = (check: Check, expr: Expr): ValueType => {
  const pending: Extract<Expr, { kind: "binary" }>[] = [];
  let node = expr;
  while (node.kind === "binary") {
    pending.push(node);
    node = node.left;
  }
  let type = checkOther(check, node);
  for (let binary = pending.pop(); binary !== undefined; binary = pending.pop()) {
    const right = checkNode(check, binary.right);
    check.mistakes.push(...checkBinary(binary, type, right));
    type = type === "scalar" && right === "scalar" ? "scalar" : "vector";
  }
  return type;
};

/**
 * All that Prometheus's parser refuses about types and selectors (`checkAST` in promql/parser/parse.go),
 * in the order of the text's operands.
 */
export const checkTypes = (expr: Expr, version: PrometheusVersion): readonly TypeMistake[] => {
  const check: Check = { version, mistakes: [] };
  checkNode(check, expr);
  return check.mistakes;
};

/**
 * Why the expression of a rule fails whenever it is evaluated, although Prometheus loads it: a rule needs
 * an instant vector or a scalar.
 */
export const ruleTypeMistake = (expr: Expr): TypeMistake | undefined => {
  const type = typeOf(expr);
  if (type === "vector" || type === "scalar") return undefined;
  const message = `a rule needs an instant vector or a scalar, and this is a ${typeName(type)}: every evaluation would fail`;
  return { message, span: expr.span };
};
