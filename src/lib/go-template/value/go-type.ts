import type { GoValue } from "./go-value.ts";

export type GoKind =
  | "bool"
  | "int"
  | "uint"
  | "float"
  | "string"
  | "slice"
  | "map"
  | "struct"
  | "pointer"
  | "interface"
  | "reflect";

export type GoMethod = {
  readonly parameters: readonly GoType[];
  /** Throws a CallError where Go returns an error or panics. */
  readonly call: (receiver: GoValue, args: readonly GoValue[]) => GoValue;
};

/** As much of Go's types as templates can tell apart. */
export type GoType = {
  readonly kind: GoKind;
  /** As Go prints it: `[]string`, `template.KV`. */
  readonly text: string;
  /** A type with a name is assignable to no other one with a name. */
  readonly named: boolean;
  /** Of slices, maps and pointers. Keys of maps are strings. */
  readonly element: GoType | undefined;
  readonly fields: ReadonlyMap<string, GoType>;
  readonly methods: ReadonlyMap<string, GoMethod>;
};

/** A function that templates may call. The last parameter of a variadic one takes any number of arguments. */
export type GoFunction = {
  readonly parameters: readonly GoType[];
  readonly variadic: boolean;
  /** Throws a CallError where Go returns an error or panics. */
  readonly call: (args: readonly GoValue[]) => GoValue;
};

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const unnamed = (kind: GoKind, text: string, element?: GoType): GoType => ({
  kind,
  text,
  named: false,
  element,
  fields: NOTHING,
  methods: NOTHING,
});

const basic = (kind: GoKind, text: string): GoType => ({ ...unnamed(kind, text), named: true });

export const BOOL = basic("bool", "bool");
export const INT = basic("int", "int");
export const INT64 = basic("int", "int64");
export const INT32 = basic("int", "int32");
export const UINT8 = basic("uint", "uint8");
export const FLOAT64 = basic("float", "float64");
export const STRING = basic("string", "string");
/** The empty interface: any value. */
export const ANY = unnamed("interface", "interface {}");
/** How builtins take an argument that they look at as it is. */
export const REFLECT = basic("reflect", "reflect.Value");

export const sliceOf = (element: GoType): GoType => unnamed("slice", `[]${element.text}`, element);
export const pointerTo = (element: GoType): GoType =>
  unnamed("pointer", `*${element.text}`, element);
export const mapOf = (element: GoType): GoType =>
  unnamed("map", `map[string]${element.text}`, element);

export const STRINGS = sliceOf(STRING);
export const STRING_MAP = mapOf(STRING);
export const ANY_MAP = mapOf(ANY);
export const ANY_SLICE = sliceOf(ANY);

export type Members = {
  readonly fields?: Readonly<Record<string, GoType>>;
  readonly methods?: Readonly<Record<string, GoMethod>>;
};

/**
 * A type with a name of its own and the form of another one, such as `template.KV` of `map[string]string`.
 * Its methods may take the type itself.
 */
export const namedType = (
  text: string,
  form: GoType,
  membersOf: (self: GoType) => Members = () => ({}),
): GoType => {
  const fields = new Map<string, GoType>();
  const methods = new Map<string, GoMethod>();
  const { kind, element } = form;
  const type: GoType = { kind, text, named: true, element, fields, methods };
  const members = membersOf(type);
  for (const [name, field] of Object.entries(members.fields ?? {})) fields.set(name, field);
  for (const [name, method] of Object.entries(members.methods ?? {})) methods.set(name, method);
  return type;
};

export const structType = (text: string, membersOf: (self: GoType) => Members): GoType =>
  namedType(text, unnamed("struct", "struct"), membersOf);

const sameForm = (a: GoType, b: GoType): boolean =>
  a.kind === b.kind && a.element?.text === b.element?.text;

/** Whether Go lets a value of `from` stand where `to` is wanted. */
export const isAssignable = (from: GoType, to: GoType): boolean => {
  if (to.kind === "interface") return true;
  if (from === to || from.text === to.text) return true;
  return !(from.named && to.named) && sameForm(from, to);
};

export const canBeNil = (type: GoType): boolean =>
  type.kind === "interface" ||
  type.kind === "map" ||
  type.kind === "pointer" ||
  type.kind === "slice" ||
  type.kind === "reflect";

/** Go's `==` is not defined for slices and maps, and for structs that hold some. */
export const isComparable = (type: GoType): boolean => {
  if (type.kind === "slice" || type.kind === "map") return false;
  return type.kind !== "struct" || type.fields.values().every(isComparable);
};
