import { expect, test } from "vitest";
import { floatText } from "./float-text.ts";

test("the shortest digits have an exponent from a million on and below a ten-thousandth", () => {
  const values = [100000, 1e6, 123456789, 0.0001, 0.00001, 0.1, 1e21, 5e-324, -0];
  expect(values.map((value) => floatText(value, "g", -1))).toEqual([
    "100000",
    "1e+06",
    "1.23456789e+08",
    "0.0001",
    "1e-05",
    "0.1",
    "1e+21",
    "5e-324",
    "-0",
  ]);
});

test("halves are rounded to even on the exact value", () => {
  expect([0.5, 1.5, 2.5].map((value) => floatText(value, "f", 0))).toEqual(["0", "2", "2"]);
  expect(floatText(1.005, "f", 2)).toBe("1.00");
  expect(floatText(12345, "g", 4)).toBe("1.234e+04");
  expect(floatText(999.96, "g", 4)).toBe("1000");
});

test("what is no finite number has a name", () => {
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(values.map((value) => floatText(value, "f", 2))).toEqual(["NaN", "+Inf", "-Inf"]);
});
