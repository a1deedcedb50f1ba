import { UnsupportedError } from "../template-error.ts";
import type { GoValue } from "../value/go-value.ts";
import { checkLength, type Flags, noFlags } from "./print-state.ts";
import { formatValue } from "./value-verbs.ts";

/** Go takes no width or precision beyond this one. */
const MOST_WIDTH = 1_000_000;

type Printf = {
  readonly format: string;
  readonly args: readonly GoValue[];
  at: number;
  argument: number;
  /** Arguments were taken by number, so that none is too many. */
  isReordered: boolean;
  isGoodNumber: boolean;
  /** The verb's own argument came by number, after which no width may follow. */
  isAfterIndex: boolean;
  output: string;
};

const FLAG_NAMES: Readonly<Record<string, "minus" | "plus" | "sharp" | "space" | "zero">> = {
  "-": "minus",
  "+": "plus",
  "#": "sharp",
  " ": "space",
  "0": "zero",
};

const readFlags = (printf: Printf): Flags => {
  const flags = noFlags();
  for (;;) {
    const name = FLAG_NAMES[printf.format[printf.at] ?? ""];
    if (name === undefined) return flags;
    if (name === "zero") flags.zero = !flags.minus;
    else flags[name] = true;
    if (name === "minus") flags.zero = false;
    printf.at++;
  }
};

const readNumber = (printf: Printf): number | undefined => {
  const digits = /^\d*/.exec(printf.format.slice(printf.at, printf.at + 10))?.[0] ?? "";
  if (digits === "") return undefined;
  printf.at += digits.length;
  const number = Number(digits);
  if (number > MOST_WIDTH) throw new UnsupportedError(`a width of ${digits}`);
  return number;
};

/** Reads `[3]`, which says which argument is next. */
const readArgumentNumber = (printf: Printf): void => {
  if (printf.format[printf.at] !== "[") return;
  printf.isReordered = true;
  const close = printf.format.indexOf("]", printf.at);
  if (close < 0) {
    printf.isGoodNumber = false;
    printf.at++;
    return;
  }
  const inner = printf.format.slice(printf.at + 1, close);
  printf.at = close + 1;
  const number = /^\d{1,6}$/.test(inner) ? Number(inner) : 0;
  if (number >= 1 && number <= printf.args.length) {
    printf.argument = number - 1;
    printf.isAfterIndex = true;
  } else {
    printf.isGoodNumber = false;
  }
};

/** The whole number that `*` takes from the arguments. */
const starNumber = (printf: Printf): number | undefined => {
  const value = printf.args[printf.argument];
  if (value === undefined) return undefined;
  printf.argument++;
  if (value.kind !== "int" || value.int > MOST_WIDTH || value.int < -MOST_WIDTH) return undefined;
  return Number(value.int);
};

const readWidth = (printf: Printf, flags: Flags): void => {
  if (printf.format[printf.at] !== "*") {
    flags.width = readNumber(printf);
    if (printf.isAfterIndex && flags.width !== undefined) printf.isGoodNumber = false;
    return;
  }
  printf.at++;
  const width = starNumber(printf);
  if (width === undefined) printf.output += "%!(BADWIDTH)";
  flags.width = width === undefined ? undefined : Math.abs(width);
  if (width !== undefined && width < 0) {
    flags.minus = true;
    flags.zero = false;
  }
  printf.isAfterIndex = false;
};

const readPrecision = (printf: Printf, flags: Flags): void => {
  if (printf.format[printf.at] !== ".") return;
  printf.at++;
  if (printf.isAfterIndex) printf.isGoodNumber = false;
  readArgumentNumber(printf);
  if (printf.format[printf.at] !== "*") {
    flags.precision = readNumber(printf) ?? 0;
    return;
  }
  printf.at++;
  const precision = starNumber(printf);
  flags.precision = precision !== undefined && precision >= 0 ? precision : undefined;
  if (flags.precision === undefined) printf.output += "%!(BADPREC)";
  printf.isAfterIndex = false;
};

const verbText = (printf: Printf, verb: string, flags: Flags): string => {
  if (verb === "%") return "%";
  if (!printf.isGoodNumber) return `%!${verb}(BADINDEX)`;
  const value = printf.args[printf.argument];
  if (value === undefined) return `%!${verb}(MISSING)`;
  printf.argument++;
  if (verb !== "v") return formatValue(value, verb, flags);
  if (flags.sharp) throw new UnsupportedError("%#v, a value as Go source");
  return formatValue(value, verb, { ...flags, plus: false, plusV: flags.plus });
};

const readVerb = (printf: Printf): void => {
  printf.isGoodNumber = true;
  printf.isAfterIndex = false;
  const flags = readFlags(printf);
  readArgumentNumber(printf);
  readWidth(printf, flags);
  readPrecision(printf, flags);
  if (!printf.isAfterIndex) readArgumentNumber(printf);
  if (printf.at >= printf.format.length) {
    printf.output += "%!(NOVERB)";
    return;
  }
  const verb = String.fromCodePoint(printf.format.codePointAt(printf.at) ?? 0);
  printf.at += verb.length;
  printf.output += verbText(printf, verb, flags);
};

const extraText = (args: readonly GoValue[]): string => {
  const shown = args.map((value) =>
    value.kind === "invalid" ? "<nil>" : `${value.type.text}=${formatValue(value, "v", noFlags())}`,
  );
  return `%!(EXTRA ${shown.join(", ")})`;
};

/** Go's fmt.Sprintf. Throws an UnsupportedError for the few forms that are not written here. */
export const printf = (format: string, args: readonly GoValue[]): string => {
  const state: Printf = {
    format,
    args,
    at: 0,
    argument: 0,
    isReordered: false,
    isGoodNumber: true,
    isAfterIndex: false,
    output: "",
  };
  while (state.at < format.length) {
    const percent = format.indexOf("%", state.at);
    const end = percent < 0 ? format.length : percent;
    state.output += format.slice(state.at, end);
    state.at = end + 1;
    if (percent >= 0) readVerb(state);
    checkLength(state.output.length);
  }
  const extra = args.slice(state.argument);
  return !state.isReordered && extra.length > 0 ? state.output + extraText(extra) : state.output;
};
