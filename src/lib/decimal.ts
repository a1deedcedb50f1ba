/** An exact fraction in lowest terms; the denominator is positive. */
export type Decimal = { readonly numerator: bigint; readonly denominator: bigint };

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

const fraction = (numerator: bigint, denominator: bigint): Decimal => {
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator * sign) || 1n;
  return {
    numerator: (sign * numerator) / divisor,
    denominator: (sign * denominator) / divisor,
  };
};

/** Throws a RangeError on a number that is not whole. */
export const whole = (value: number): Decimal => fraction(BigInt(value), 1n);

/** Reads `99.9`, `-0.5` or `2%` (0.02) exactly; undefined for anything else. */
export const parseDecimal = (text: string): Decimal | undefined => {
  const match = /^(-?)(\d+)(?:\.(\d+))?(%?)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, integer = "", decimals = "", percent] = match;
  const digits = BigInt(integer + decimals);
  const scale = 10n ** BigInt(decimals.length) * (percent === "%" ? 100n : 1n);
  return fraction(sign === "-" ? -digits : digits, scale);
};

export const subtract = (a: Decimal, b: Decimal): Decimal =>
  fraction(
    a.numerator * b.denominator - b.numerator * a.denominator,
    a.denominator * b.denominator,
  );

export const multiply = (a: Decimal, b: Decimal): Decimal =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);

/** Throws a RangeError when `b` is zero. */
export const divide = (a: Decimal, b: Decimal): Decimal => {
  if (b.numerator === 0n) throw new RangeError("division by zero");
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
};

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export const compare = (a: Decimal, b: Decimal): number => {
  const difference = subtract(a, b).numerator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
};

/**
 * Plain decimal digits, never an exponent. Exact when the fraction ends within `places` decimals;
 * otherwise rounded half up, away from zero.
 */
export const toDecimalText = ({ numerator, denominator }: Decimal, places = 17): string => {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const scale = 10n ** BigInt(places);
  const scaled = (magnitude * scale * 2n + denominator) / (denominator * 2n);
  const digits = scaled.toString().padStart(places + 1, "0");
  const integer = digits.slice(0, digits.length - places);
  const decimals = digits.slice(digits.length - places).replace(/0+$/, "");
  const sign = numerator < 0n && scaled > 0n ? "-" : "";
  return decimals === "" ? `${sign}${integer}` : `${sign}${integer}.${decimals}`;
};
