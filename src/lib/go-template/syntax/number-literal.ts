import { unquote } from "./quoted-text.ts";

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

const characterNumber = (text: string): NumberLiteral | undefined => {
  const character = unquote(text)?.text;
  if (character === undefined || [...character].length !== 1) return undefined;
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

/** Reads a number or character literal as Go does; undefined where Go refuses it. */
export const readNumber = (text: string): NumberLiteral | undefined => {
  if (text.startsWith("'")) return characterNumber(text);
  if (text.endsWith("i")) return complexNumber(text);
  const whole = wholeNumber(text);
  if (whole !== undefined) return fromWhole(whole, Number(whole));
  const float = floatNumber(text);
  if (float === undefined) return undefined;
  const isWhole = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return isWhole
    ? fromWhole(BigInt(float), float)
    : { int: undefined, uint: undefined, float, isComplex: false };
};
