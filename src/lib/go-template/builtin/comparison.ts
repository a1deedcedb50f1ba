import { noFlags } from "../format/print-state.ts";
import { formatValue } from "../format/value-verbs.ts";
import { CallError } from "../template-error.ts";
import { compareTexts } from "../value/byte-text.ts";
import { isComparable } from "../value/go-type.ts";
import { type GoValue, goBool, INVALID } from "../value/go-value.ts";

const BAD_TYPE = "invalid type for comparison";
const BAD_TYPES = "incompatible types for comparison";

type Basic = "bool" | "int" | "float" | "string" | "none";

/** Signed and unsigned integers compare with one another. */
const basicKind = (value: GoValue): Basic => {
  switch (value.kind) {
    case "bool":
    case "int":
    case "float":
    case "string":
      return value.kind;
    default:
      return "none";
  }
};

const sameStruct = (a: GoValue & { kind: "struct" }, b: GoValue & { kind: "struct" }): boolean =>
  a.type.text === b.type.text &&
  a.fields.entries().every(([name, value]) => sameValue(value, b.fields.get(name) ?? INVALID));

const sameValue = (a: GoValue, b: GoValue): boolean => {
  if (a.kind === "bool" && b.kind === "bool") return a.bool === b.bool;
  if (a.kind === "int" && b.kind === "int") return a.int === b.int;
  if (a.kind === "float" && b.kind === "float") return a.float === b.float;
  if (a.kind === "string" && b.kind === "string") return a.text === b.text;
  if (a.kind === "time" && b.kind === "time") {
    return a.time.ns === b.time.ns && a.time.zone === b.time.zone;
  }
  if (a.kind === "struct" && b.kind === "struct") return sameStruct(a, b);
  if (a.kind === "pointer" && b.kind === "pointer") return a.to === b.to;
  return a.kind === b.kind;
};

const checkComparable = (value: GoValue): void => {
  if (value.kind === "invalid" || isComparable(value.type)) return;
  const shown = formatValue(value, "s", noFlags());
  throw new CallError(`non-comparable type ${shown}: ${value.type.text}`);
};

const isEqual = (a: GoValue, b: GoValue): boolean => {
  const kind = basicKind(a);
  if (kind !== basicKind(b)) {
    if (a.kind !== "invalid" && b.kind !== "invalid") throw new CallError(BAD_TYPES);
    return false;
  }
  if (kind === "none" && b.kind !== "invalid") checkComparable(b);
  return sameValue(a, b);
};

/** Whether the first is equal to any of the others. */
export const eq = ([first = INVALID, ...others]: readonly GoValue[]): boolean => {
  if (others.length === 0) throw new CallError("missing argument for comparison");
  return others.some((other) => isEqual(first, other));
};

const isLess = ([a = INVALID, b = INVALID]: readonly GoValue[]): boolean => {
  const kind = basicKind(a);
  if (kind === "none" || basicKind(b) === "none") throw new CallError(BAD_TYPE);
  if (a.kind === "int" && b.kind === "int") return a.int < b.int;
  if (a.kind === "float" && b.kind === "float") return a.float < b.float;
  if (a.kind === "string" && b.kind === "string") return compareTexts(a.text, b.text) < 0;
  throw new CallError(kind === basicKind(b) ? BAD_TYPE : BAD_TYPES);
};

export const COMPARISONS = {
  ne: (args: readonly GoValue[]) => goBool(!eq(args)),
  lt: (args: readonly GoValue[]) => goBool(isLess(args)),
  le: (args: readonly GoValue[]) => goBool(isLess(args) || eq(args)),
  gt: (args: readonly GoValue[]) => goBool(!(isLess(args) || eq(args))),
  ge: (args: readonly GoValue[]) => goBool(!isLess(args)),
} as const;
