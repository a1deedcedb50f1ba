import { expect, test } from "vitest";
import { AGGREGATIONS } from "./aggregations.ts";
import { FUNCTION_NAMES, functionNamed } from "./functions.ts";

test("knows each function once", () => {
  expect(new Set(FUNCTION_NAMES).size).toBe(FUNCTION_NAMES.length);
  expect(FUNCTION_NAMES.length).toBeGreaterThanOrEqual(90);
});

test("compares names of functions with regard to case", () => {
  expect(functionNamed("rate")?.reads).toBe("counter");
  expect(functionNamed("Rate")).toBeUndefined();
  expect(functionNamed("constructor")).toBeUndefined();
});

test("never has a least value above the greatest", () => {
  for (const name of FUNCTION_NAMES) {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } =
      functionNamed(name) ?? {};
    expect(min, name).toBeLessThanOrEqual(max);
  }
});

test("says which aggregations take a parameter", () => {
  const parametric = Object.entries(AGGREGATIONS).filter(([, { parameter }]) => parameter);
  expect(parametric.map(([name]) => name).sort()).toEqual([
    "bottomk",
    "count_values",
    "limit_ratio",
    "limitk",
    "quantile",
    "topk",
  ]);
});

test("gives only functions that read a range a need of more than one sample", () => {
  for (const name of FUNCTION_NAMES) {
    const { minSamples = 1, arguments: given = [] } = functionNamed(name) ?? {};
    if (minSamples > 1) expect(given[0], name).toBe("matrix");
  }
});
