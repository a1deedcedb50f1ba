import type { NumberNode, Operand } from "../syntax/node.ts";
import { nodeText } from "../syntax/node-text.ts";
import { canBeNil, type GoType, isAssignable } from "../value/go-type.ts";
import {
  type GoValue,
  goBool,
  goFloat,
  goInt,
  goString,
  INVALID,
  zeroOf,
} from "../value/go-value.ts";
import { fail, type State } from "./state.ts";

/** The value of a number that no type is asked of: its writing decides. */
export const idealConstant = (state: State, node: NumberNode): GoValue => {
  state.node = node;
  const { int, uint, float, isComplex } = node.number;
  if (isComplex) return fail(state, "unsupported: complex numbers");
  const isFloat = /[.eEpP]/.test(node.written) && !/^(?:[+-]?0[xX][^pP]*$|')/.test(node.written);
  if (float !== undefined && isFloat) return goFloat(float);
  if (int !== undefined) return goInt(int);
  return uint === undefined ? INVALID : fail(state, `${node.written} overflows int`);
};

/** The literal as a type that has literals; undefined when it is of another one. */
const literalAs = (kind: GoType["kind"], type: GoType, node: Operand): GoValue | undefined => {
  if (kind === "bool" && node.type === "bool") return goBool(node.bool);
  if (kind === "string" && node.type === "string") return goString(node.unquoted.text, type);
  if (node.type !== "number") return undefined;
  const { int, uint, float } = node.number;
  if (kind === "int" && int !== undefined) return goInt(int, type);
  if (kind === "uint" && uint !== undefined) return goInt(uint, type);
  return kind === "float" && float !== undefined ? goFloat(float) : undefined;
};

const LITERAL_NAMES: Partial<Record<GoType["kind"], string>> = {
  bool: "bool",
  string: "string",
  int: "integer",
  uint: "unsigned integer",
  float: "float",
};

const literalOf = (state: State, type: GoType, node: Operand): GoValue => {
  const name = LITERAL_NAMES[type.kind];
  if (name === undefined) {
    return fail(state, `can't handle ${nodeText(node)} for arg of type ${type.text}`);
  }
  return (
    literalAs(type.kind, type, node) ?? fail(state, `expected ${name}; found ${nodeText(node)}`)
  );
};

const anyLiteral = (state: State, node: Operand): GoValue => {
  switch (node.type) {
    case "bool":
      return goBool(node.bool);
    case "number":
      return idealConstant(state, node);
    case "string":
      return goString(node.unquoted.text);
    default:
      return fail(
        state,
        `can't handle assignment of ${nodeText(node)} to empty interface argument`,
      );
  }
};

/** A literal as an argument of a type. */
export const literalArgument = (state: State, type: GoType, node: Operand): GoValue => {
  state.node = node;
  if (type.kind === "interface" || type.kind === "reflect") return anyLiteral(state, node);
  return literalOf(state, type, node);
};

/** `nil` as an argument of a type. */
export const nilArgument = (state: State, type: GoType): GoValue => {
  if (!canBeNil(type)) return fail(state, `cannot assign nil to ${type.text}`);
  return type.kind === "reflect" || type.kind === "interface" ? INVALID : zeroOf(type);
};

/** The value if it may stand for an argument of the type. */
export const validated = (state: State, value: GoValue, type: GoType): GoValue => {
  if (value.kind === "invalid" || (value.kind === "nil" && value.type.kind === "interface")) {
    if (type.kind === "reflect" || type.kind === "interface") return INVALID;
    if (canBeNil(type)) return zeroOf(type);
    return fail(
      state,
      value.kind === "invalid"
        ? `invalid value; expected ${type.text}`
        : `wrong type for value; expected ${type.text}; got ${value.type.text}`,
    );
  }
  if (type.kind === "reflect" || isAssignable(value.type, type)) return value;
  if (
    value.kind === "pointer" &&
    value.to.kind !== "invalid" &&
    isAssignable(value.to.type, type)
  ) {
    return value.to;
  }
  return fail(state, `wrong type for value; expected ${type.text}; got ${value.type.text}`);
};
