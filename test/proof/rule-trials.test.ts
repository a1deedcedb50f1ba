import { expect, test } from "vitest";
import { compareRuleTrials } from "./rule-trials.ts";

test("changed rules are tried side by side as promtool judges each whole file with the change", async () => {
  const { compared, noticed, disagreements } = await compareRuleTrials(60, 7);
  expect(disagreements).toEqual([]);
  expect(compared).toBeGreaterThanOrEqual(60);
  expect(noticed).toBeGreaterThan(10);
}, 60_000);
