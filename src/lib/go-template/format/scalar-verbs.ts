import { quoteText } from "../syntax/quoted-text.ts";
import { UnsupportedError } from "../template-error.ts";
import { bytesOf } from "../value/byte-text.ts";
import { type FloatForm, floatText, hexFloatText } from "./float-text.ts";
import { checkLength, type Flags, pad } from "./print-state.ts";

const INT_BASES: Readonly<Record<string, number>> = {
  v: 10,
  d: 10,
  b: 2,
  o: 8,
  O: 8,
  x: 16,
  X: 16,
};

const PREFIXES: Readonly<Record<string, string>> = { b: "0b", o: "0", x: "0x", X: "0X" };

const signOf = (isNegative: boolean, flags: Flags): string => {
  if (isNegative) return "-";
  if (flags.plus) return "+";
  return flags.space ? " " : "";
};

/** How many digits an integer has at least. */
const leastDigits = (isNegative: boolean, flags: Flags): number => {
  if (flags.precision !== undefined) return flags.precision;
  if (!flags.zero || flags.minus || flags.width === undefined) return 0;
  return flags.width - (isNegative || flags.plus || flags.space ? 1 : 0);
};

const integerText = (int: bigint, verb: string, flags: Flags): string => {
  const isNegative = int < 0n;
  if (flags.precision === 0 && int === 0n) return pad("", { ...flags, zero: false });
  const least = leastDigits(isNegative, flags);
  checkLength(least);
  const plain = (isNegative ? -int : int).toString(INT_BASES[verb] ?? 10).padStart(least, "0");
  const digits = verb === "X" ? plain.toUpperCase() : plain;
  let prefix = flags.sharp ? (PREFIXES[verb] ?? "") : "";
  if (prefix === "0" && digits.startsWith("0")) prefix = "";
  if (verb === "O") prefix += "0o";
  return pad(signOf(isNegative, flags) + prefix + digits, { ...flags, zero: false });
};

const runeOf = (int: bigint): string =>
  int >= 0n && int <= 0x10ffffn && (int < 0xd800n || int > 0xdfffn)
    ? String.fromCodePoint(Number(int))
    : "�";

const unicodeText = (int: bigint, flags: Flags): string => {
  const code = `U+${int
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, flags.precision ?? 0), "0")}`;
  return pad(flags.sharp ? `${code} '${runeOf(int)}'` : code, { ...flags, zero: false });
};

/** An integer by a verb; undefined for a verb that integers do not have. */
export const formatInt = (int: bigint, verb: string, flags: Flags): string | undefined => {
  if (INT_BASES[verb] !== undefined) return integerText(int, verb, flags);
  if (verb === "c") return pad(runeOf(int), flags);
  if (verb === "q") return pad(quoteText(runeOf(int), "'", flags.plus), flags);
  return verb === "U" ? unicodeText(int, flags) : undefined;
};

const FLOAT_FORMS: Readonly<
  Record<string, { readonly form: FloatForm; readonly precision: number }>
> = {
  v: { form: "g", precision: -1 },
  g: { form: "g", precision: -1 },
  G: { form: "G", precision: -1 },
  e: { form: "e", precision: 6 },
  E: { form: "E", precision: 6 },
  f: { form: "f", precision: 6 },
  F: { form: "f", precision: 6 },
};

/** NaN and the infinities, of which the positive one always has its sign. */
const endlessText = (text: string, digits: string, flags: Flags): string => {
  if (text.startsWith("-")) return text;
  if (digits === "NaN" && !flags.plus && !flags.space) return digits;
  return (flags.space && !flags.plus ? " " : "+") + digits;
};

/** The digits of a float with their sign; undefined for a verb that floats do not have. */
const floatDigits = (float: number, verb: string, flags: Flags): string | undefined => {
  if (verb === "x" || verb === "X") {
    if (flags.precision !== undefined) throw new UnsupportedError(`a float as %.${verb}`);
    const text = hexFloatText(float);
    return verb === "X" && Number.isFinite(float) ? text.toUpperCase() : text;
  }
  const known = FLOAT_FORMS[verb];
  return known && floatText(float, known.form, flags.precision ?? known.precision);
};

/** A float by a verb; undefined for a verb that floats do not have. */
export const formatFloat = (float: number, verb: string, flags: Flags): string | undefined => {
  if (verb === "b") throw new UnsupportedError("a float as %b");
  const text = floatDigits(float, verb, flags);
  if (text === undefined) return undefined;
  if (flags.sharp) throw new UnsupportedError(`a float with the flag # as %#${verb}`);
  const digits = text.replace(/^[+-]/, "");
  if (!Number.isFinite(float)) {
    return pad(endlessText(text, digits, flags), { ...flags, zero: false });
  }
  const sign = signOf(text.startsWith("-"), flags);
  if (!flags.zero || flags.width === undefined) return pad(sign + digits, flags);
  return sign + pad(digits, { ...flags, width: flags.width - sign.length });
};

const truncated = (text: string, flags: Flags): string =>
  flags.precision === undefined ? text : [...text].slice(0, flags.precision).join("");

const hexText = (text: string, verb: string, flags: Flags): string => {
  const all = bytesOf(text);
  const bytes = flags.precision === undefined ? all : all.slice(0, flags.precision);
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const prefix = flags.sharp && pairs.length > 0 ? "0x" : "";
  const plain = flags.space
    ? pairs.map((pair) => prefix + pair).join(" ")
    : prefix + pairs.join("");
  return pad(verb === "X" ? plain.toUpperCase() : plain, flags);
};

/** A text by a verb; undefined for a verb that texts do not have. */
export const formatText = (text: string, verb: string, flags: Flags): string | undefined => {
  if (verb === "v" || verb === "s") return pad(truncated(text, flags), flags);
  if (verb === "x" || verb === "X") return hexText(text, verb, flags);
  if (verb !== "q") return undefined;
  const shown = truncated(text, flags);
  const isRaw = flags.sharp && !/[`\p{Cc}\ufeff]/u.test(shown.replaceAll("\t", ""));
  return pad(isRaw ? `\`${shown}\`` : quoteText(shown, '"', flags.plus), flags);
};

export const formatBool = (bool: boolean, verb: string, flags: Flags): string | undefined =>
  verb === "v" || verb === "t" ? pad(String(bool), flags) : undefined;
