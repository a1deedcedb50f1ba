import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { floatEquality } from "./float-equality.ts";

test("equality of a rate with a fraction is found at the operator", () => {
  const expr = "rate(sales_total[5m]) == 0.5";
  expect(foundBy(floatEquality, alertFiles([expr]))).toMatchObject([
    { severity: "warning", column: columnOf(expr, "==") },
  ]);
});

test.each(["up == 0", "rate(sales_total[5m]) == 0", "quota == 0.5", "rate(a[5m]) > 0.5"])(
  "%s is let be",
  (expr) => {
    expect(foundBy(floatEquality, alertFiles([expr]))).toEqual([]);
  },
);
