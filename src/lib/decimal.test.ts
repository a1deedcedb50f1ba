import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compare,
  divide,
  multiply,
  parseDecimal,
  subtract,
  toDecimalText,
  whole,
} from "./decimal.ts";

const decimal = (text: string) => {
  const value = parseDecimal(text);
  if (value === undefined) throw new Error(`not a decimal: ${text}`);
  return value;
};

test("percentages that floating point gets wrong are exact", () => {
  const budget = (target: string) => toDecimalText(subtract(whole(1), decimal(target)));
  expect(budget("99.9%")).toBe("0.001");
  expect(budget("99.99%")).toBe("0.0001");
  expect(budget("99.95%")).toBe("0.0005");
  expect(budget("99.9999%")).toBe("0.000001");
  expect(budget("90%")).toBe("0.1");
  expect(budget("100%")).toBe("0");
});

test("a fraction without an end is rounded at the last place", () => {
  expect(toDecimalText(divide(whole(14), whole(15)), 6)).toBe("0.933333");
  expect(toDecimalText(divide(whole(2), whole(3)), 6)).toBe("0.666667");
  expect(toDecimalText(divide(whole(-2), whole(3)), 2)).toBe("-0.67");
  expect(toDecimalText(divide(whole(-1), whole(1000)), 2)).toBe("0");
});

test("text that is not a decimal is refused", () => {
  for (const text of ["", "%", ".5", "5.", "1e3", "99,9%", " 1", "+1", "NaN"]) {
    expect(parseDecimal(text)).toBeUndefined();
  }
});

test("division by zero is an error", () => {
  expect(() => divide(whole(1), whole(0))).toThrow(RangeError);
});

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 9 }))
  .map(([digits, places]) => divide(whole(Number(digits)), whole(10 ** places)));

test("a decimal survives being written and read", () => {
  fc.assert(
    fc.property(anyDecimal, (value) => {
      expect(parseDecimal(toDecimalText(value))).toEqual(value);
    }),
  );
});

test("subtracting or dividing undoes adding or multiplying", () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, (a, b) => {
      expect(compare(subtract(subtract(a, b), a), subtract(whole(0), b))).toBe(0);
      if (b.numerator !== 0n) expect(divide(multiply(a, b), b)).toEqual(a);
      expect(compare(a, b)).toBe(-compare(b, a) || 0);
    }),
  );
});
