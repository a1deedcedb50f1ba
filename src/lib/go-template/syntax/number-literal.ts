import { quoteText, unquote } from "./quoted-text.ts";

/** A number as written: what it is as each type that it can stand for. */
export type NumberLiteral = {
  readonly int: bigint | undefined;
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
  /** Numbers with an `i`, which alert templates have no use for. */
  readonly isComplex: boolean;
};

const DIGITS =
  /^[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|[1-9](?:_?\d)*|0)$/;
/** Also `08`, which is no whole number in Go. */
const FLOAT =
  /^[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/;
const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?\d+)$/;
const MOST_UINT = 2n ** 64n;
const MOST_INT = 2n ** 63n;

const wholeNumber = (text: string): bigint | undefined => {
  if (!DIGITS.test(text)) return undefined;
  const plain = text.replaceAll("_", "").replace(/^[+-]/, "");
  const octal = /^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain;
  return text.startsWith("-") ? -BigInt(octal) : BigInt(octal);
};

const hexFloat = (text: string): number | undefined => {
  const match = HEX_FLOAT.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replaceAll("_", "");
  if (digits === "" || digits.length > 13) return undefined;
  const scale = Number(exponent) - 4 * fraction.replaceAll("_", "").length;
  const value = Number.parseInt(digits, 16) * 2 ** scale;
  return sign === "-" ? -value : value;
};

const floatNumber = (text: string): number | undefined => {
  const value = FLOAT.test(text) ? Number(text.replaceAll("_", "")) : hexFloat(text);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
};

/** Why Go refuses a literal. */
export type BadNumber = { readonly problem: string };

const characterNumber = (text: string): NumberLiteral | BadNumber => {
  const character = unquote(text)?.text;
  if (character === undefined || [...character].length !== 1) {
    return { problem: `malformed character constant: ${text}` };
  }
  const code = BigInt(character.codePointAt(0) ?? 0);
  return { int: code, uint: code, float: Number(code), isComplex: false };
};

const fromWhole = (whole: bigint, float: number): NumberLiteral => ({
  int: whole >= -MOST_INT && whole < MOST_INT ? whole : undefined,
  uint: whole >= 0n && whole < MOST_UINT ? whole : undefined,
  float,
  isComplex: false,
});

const complexNumber = (text: string): NumberLiteral | undefined => {
  const imaginary = text.slice(0, -1).replace(/^.*(?=[+-])/, "");
  if (floatNumber(imaginary) === undefined) return undefined;
  return { int: undefined, uint: undefined, float: undefined, isComplex: true };
};

const realNumber = (text: string): NumberLiteral | BadNumber | undefined => {
  const whole = wholeNumber(text);
  if (whole !== undefined && whole >= -MOST_INT && whole < MOST_UINT) {
    return fromWhole(whole, Number(whole));
  }
  const float = whole === undefined ? floatNumber(text) : Number(whole);
  if (float === undefined) return undefined;
  if (!/[.eEpP]/.test(text)) return { problem: `integer overflow: ${quoteText(text)}` };
  const isWhole = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return isWhole
    ? fromWhole(BigInt(float), float)
    : { int: undefined, uint: undefined, float, isComplex: false };
};

/** Reads a number or character literal as Go does. */
export const readNumber = (text: string): NumberLiteral | BadNumber => {
  if (text.startsWith("'")) return characterNumber(text);
  const number = text.endsWith("i") ? complexNumber(text) : realNumber(text);
  return number ?? { problem: `illegal number syntax: ${quoteText(text)}` };
};
