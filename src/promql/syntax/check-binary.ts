import type { Span } from "../../lib/source.ts";
import { typeName, type ValueType } from "../functions/value-type.ts";
import type { Binary } from "./expr.ts";
import { isSetOperator } from "./operator-stack.ts";

type Mistake = { readonly message: string; readonly span: Span };

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", ">", "<", ">=", "<="]);

export const isComparison = (operator: Binary["operator"]): boolean => COMPARISONS.has(operator);

const boolMistake = (binary: Binary, isScalar: boolean): string | undefined => {
  const { operator, bool } = binary;
  if (bool && !isComparison(operator)) {
    return `bool has no meaning for ${operator}: it is for comparisons only`;
  }
  if (!bool && isScalar && isComparison(operator)) {
    return `a comparison of two scalars needs bool: write ${operator} bool`;
  }
  return undefined;
};

const matchingMistake = (binary: Binary, areVectors: boolean): string | undefined => {
  const { operator, matching } = binary;
  if (!areVectors && matching.labels.length > 0) {
    return `${matching.mode} (…) is for two instant vectors only: remove it`;
  }
  if (areVectors && isSetOperator(operator) && matching.cardinality !== "many-to-many") {
    return `${operator} matches many to many: remove group_left or group_right`;
  }
  return undefined;
};

const operandMistakes = (binary: Binary, left: ValueType, right: ValueType): Mistake[] =>
  [
    { type: left, span: binary.left.span },
    { type: right, span: binary.right.span },
  ].flatMap(({ type, span }) => {
    if (type === "scalar" || type === "vector") return [];
    const hint = type === "matrix" ? ": put a function such as rate around it" : "";
    return [{ message: `${binary.operator} cannot take a ${typeName(type)}${hint}`, span }];
  });

/** What is wrong with a binary operator whose operands have these types. */
export const checkBinary = (binary: Binary, left: ValueType, right: ValueType): Mistake[] => {
  const { operator, operatorSpan, matching } = binary;
  const areVectors = left === "vector" && right === "vector";
  const mistakes = operandMistakes(binary, left, right);
  const bool = boolMistake(binary, left === "scalar" && right === "scalar");
  if (bool !== undefined) mistakes.push({ message: bool, span: operatorSpan });
  if (matching.mode === "on") {
    for (const label of matching.include) {
      if (!matching.labels.includes(label)) continue;
      const message = `the label "${label}" is in on (…) already: take it out of group_left or group_right`;
      mistakes.push({ message, span: matching.span ?? operatorSpan });
    }
  }
  const wrong = matchingMistake(binary, areVectors);
  if (wrong !== undefined) mistakes.push({ message: wrong, span: matching.span ?? operatorSpan });
  if (isSetOperator(operator) && (left === "scalar" || right === "scalar")) {
    const message = `${operator} combines instant vectors only, not scalars: put vector(…) around a number`;
    mistakes.push({ message, span: binary.span });
  }
  return mistakes;
};
