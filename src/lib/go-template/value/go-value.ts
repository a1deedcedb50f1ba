import type { GoTime } from "../time/go-time.ts";
import {
  ANY_SLICE,
  BOOL,
  FLOAT64,
  type GoType,
  INT,
  pointerTo,
  STRING,
  STRING_MAP,
  STRINGS,
} from "./go-type.ts";

/** A value together with its Go type, for errors and output depend on both. */
export type GoValue =
  /** Nothing at all, which prints as `<no value>`. */
  | { readonly kind: "invalid" }
  /** A nil of a type: an interface or a pointer. */
  | { readonly kind: "nil"; readonly type: GoType }
  | { readonly kind: "bool"; readonly type: GoType; readonly bool: boolean }
  | { readonly kind: "int"; readonly type: GoType; readonly int: bigint }
  | { readonly kind: "float"; readonly type: GoType; readonly float: number }
  | { readonly kind: "string"; readonly type: GoType; readonly text: string }
  | { readonly kind: "slice"; readonly type: GoType; readonly items: readonly GoValue[] }
  | { readonly kind: "map"; readonly type: GoType; readonly entries: ReadonlyMap<string, GoValue> }
  | {
      readonly kind: "struct";
      readonly type: GoType;
      readonly fields: ReadonlyMap<string, GoValue>;
    }
  | { readonly kind: "time"; readonly type: GoType; readonly time: GoTime }
  | { readonly kind: "pointer"; readonly type: GoType; readonly to: GoValue };

export type TypedValue = Exclude<GoValue, { readonly kind: "invalid" }>;

export const INVALID: GoValue = { kind: "invalid" };

export const goBool = (bool: boolean): TypedValue => ({ kind: "bool", type: BOOL, bool });
export const goInt = (int: bigint | number, type: GoType = INT): TypedValue => ({
  kind: "int",
  type,
  int: BigInt(int),
});
export const goFloat = (float: number): TypedValue => ({ kind: "float", type: FLOAT64, float });
export const goString = (text: string, type: GoType = STRING): TypedValue => ({
  kind: "string",
  type,
  text,
});
export const goSlice = (items: readonly GoValue[], type: GoType = ANY_SLICE): TypedValue => ({
  kind: "slice",
  type,
  items,
});
export const goStrings = (texts: readonly string[]): TypedValue =>
  goSlice(
    texts.map((text) => goString(text)),
    STRINGS,
  );
export const goMap = (
  entries: Iterable<readonly [string, GoValue]>,
  type: GoType = STRING_MAP,
): TypedValue => ({ kind: "map", type, entries: new Map(entries) });

/** `map[string]string`, or a named type of that form. */
export const goStringMap = (
  texts: Readonly<Record<string, string>>,
  type: GoType = STRING_MAP,
): TypedValue =>
  goMap(
    Object.entries(texts).map(([name, text]) => [name, goString(text)] as const),
    type,
  );
export const goStruct = (type: GoType, fields: Readonly<Record<string, GoValue>>): TypedValue => ({
  kind: "struct",
  type,
  fields: new Map(Object.entries(fields)),
});
export const goPointer = (to: TypedValue): TypedValue => ({
  kind: "pointer",
  type: pointerTo(to.type),
  to,
});

/** What a variable of the type holds before anything is assigned to it. */
export const zeroOf = (type: GoType): GoValue => {
  switch (type.kind) {
    case "bool":
      return { kind: "bool", type, bool: false };
    case "int":
    case "uint":
      return goInt(0n, type);
    case "float":
      return { kind: "float", type, float: 0 };
    case "string":
      return goString("", type);
    case "slice":
      return goSlice([], type);
    case "map":
      return goMap([], type);
    case "interface":
    case "pointer":
      return { kind: "nil", type };
    case "struct":
      return {
        kind: "struct",
        type,
        fields: new Map(type.fields.entries().map(([name, field]) => [name, zeroOf(field)])),
      };
    case "reflect":
      return INVALID;
  }
};

/** The value behind pointers; a nil pointer stays. */
export const indirect = (value: GoValue): GoValue => {
  let at = value;
  while (at.kind === "pointer") at = at.to;
  return at;
};

/** Whether `if` takes it for true: not the zero of its type, and structs always. */
export const isTrue = (value: GoValue): boolean => {
  switch (value.kind) {
    case "invalid":
    case "nil":
      return false;
    case "bool":
      return value.bool;
    case "int":
      return value.int !== 0n;
    case "float":
      return value.float !== 0;
    case "string":
      return value.text !== "";
    case "slice":
      return value.items.length > 0;
    case "map":
      return value.entries.size > 0;
    case "struct":
    case "time":
    case "pointer":
      return true;
  }
};
