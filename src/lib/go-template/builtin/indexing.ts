import { CallError, UnsupportedError } from "../template-error.ts";
import { byteLength, bytesOf, textOf } from "../value/byte-text.ts";
import { type GoType, isAssignable, STRING, UINT8 } from "../value/go-type.ts";
import {
  type GoValue,
  goInt,
  goString,
  indirect,
  type TypedValue,
  zeroOf,
} from "../value/go-value.ts";

const pointedAt = (value: GoValue, what: string): TypedValue => {
  const behind = indirect(value);
  if (behind.kind === "invalid") throw new CallError(`${what} of untyped nil`);
  if (behind.kind === "nil") throw new CallError(`${what} of nil pointer`);
  return behind;
};

const indexNumber = (index: GoValue, most: number): number => {
  if (index.kind === "invalid") throw new CallError("cannot index slice/array with nil");
  if (index.kind !== "int") {
    throw new CallError(`cannot index slice/array with type ${index.type.text}`);
  }
  if (index.int < 0n || index.int > BigInt(most)) {
    throw new CallError(`index out of range: ${index.int}`);
  }
  return Number(index.int);
};

const keyText = (index: GoValue): string => {
  if (index.kind === "invalid") throw new CallError("value is nil; should be of type string");
  if (index.kind !== "string" || !isAssignable(index.type, STRING)) {
    throw new CallError(`value has type ${index.type.text}; should be string`);
  }
  return index.text;
};

const outOfRange = (what: string): never => {
  throw new CallError(`reflect: ${what} index out of range`);
};

const elementOf = (item: TypedValue, index: GoValue): GoValue => {
  switch (item.kind) {
    case "slice":
      return item.items[indexNumber(index, item.items.length)] ?? outOfRange("slice");
    case "string": {
      const bytes = bytesOf(item.text);
      const byte = bytes[indexNumber(index, bytes.length)];
      return byte === undefined ? outOfRange("string") : goInt(byte, UINT8);
    }
    case "map":
      return item.entries.get(keyText(index)) ?? zeroOf(item.type.element ?? STRING);
    default:
      throw new CallError(`can't index item of type ${item.type.text}`);
  }
};

/** `index x 1 2` is x[1][2] in Go. */
export const index = ([item, ...indexes]: readonly GoValue[]): GoValue => {
  let value: GoValue = item ?? { kind: "invalid" };
  if (value.kind === "invalid") throw new CallError("index of untyped nil");
  for (const at of indexes) value = elementOf(pointedAt(value, "index"), indirect(at));
  return value;
};

const boundsOf = (indexes: readonly GoValue[], length: number): readonly [number, number] => {
  const numbers = indexes.map((at) => indexNumber(at, length));
  const [from = 0, to = length, most = length] = numbers;
  if (from > to) throw new CallError(`invalid slice index: ${from} > ${to}`);
  if (to > most) throw new CallError(`invalid slice index: ${to} > ${most}`);
  return [from, to];
};

const sliceText = (text: string, indexes: readonly GoValue[], type: GoType): GoValue => {
  if (indexes.length === 3) throw new CallError("cannot 3-index slice a string");
  const bytes = bytesOf(text);
  const [from, to] = boundsOf(indexes, bytes.length);
  const part = textOf(bytes.slice(from, to));
  if (part === undefined) throw new UnsupportedError("a part of a string that cuts a character");
  return goString(part, type);
};

/** `slice x 1 2` is x[1:2] in Go. */
export const slice = ([item, ...indexes]: readonly GoValue[]): GoValue => {
  const value = indirect(item ?? { kind: "invalid" });
  if (value.kind === "invalid") throw new CallError("slice of untyped nil");
  if (indexes.length > 3) throw new CallError(`too many slice indexes: ${indexes.length}`);
  if (value.kind === "string") return sliceText(value.text, indexes, value.type);
  if (value.kind !== "slice") throw new CallError(`can't slice item of type ${value.type.text}`);
  const [from, to] = boundsOf(indexes, value.items.length);
  return { ...value, items: value.items.slice(from, to) };
};

/** The length of a string in bytes, of a slice or a map in elements. */
export const len = ([item]: readonly GoValue[]): GoValue => {
  const value = indirect(item ?? { kind: "invalid" });
  switch (value.kind) {
    case "string":
      return goInt(byteLength(value.text));
    case "slice":
      return goInt(value.items.length);
    case "map":
      return goInt(value.entries.size);
    case "invalid":
      throw new CallError("reflect: call of reflect.Value.Type on zero Value");
    case "nil":
      throw new CallError("len of nil pointer");
    default:
      throw new CallError(`len of type ${value.type.text}`);
  }
};
