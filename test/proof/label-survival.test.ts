import { expect, test } from "vitest";
import { compareLabelSurvival } from "./label-survival.ts";

test("samples have the labels that the label flow of their query says", async () => {
  const { compared, answered, disagreements } = await compareLabelSurvival(60, 3);
  expect(disagreements).toEqual([]);
  expect(compared).toBeGreaterThan(30);
  expect(answered).toBeGreaterThan(15);
});
