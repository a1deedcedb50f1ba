import { expect, test } from "vitest";
import { proveValues } from "./values.ts";

test("the values that promtool computes lie within the facts", { timeout: 60_000 }, async () => {
  const { compared, disagreements } = await proveValues(100, 1);
  expect(disagreements).toEqual([]);
  expect(compared).toBe(100);
});
