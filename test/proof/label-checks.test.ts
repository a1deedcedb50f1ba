import { expect, test } from "vitest";
import { compareLabelChecks } from "./label-checks.ts";

test("promtool confirms what the checks of labels show of random alerts", async () => {
  const { compared, disagreements } = await compareLabelChecks(25, 5);
  expect(disagreements).toEqual([]);
  expect(compared).toBeGreaterThan(10);
});
