import { expect, test } from "vitest";
import { compareRuleFiles } from "./rule-files.ts";
import { compareAlertStates } from "./rule-files-states.ts";

test("rule files are accepted or refused as promtool check rules does", async () => {
  const { compared, disagreements } = await compareRuleFiles(500, 1);
  expect(compared).toBe(500);
  expect(disagreements).toEqual([]);
}, 60_000);

test("alerts are pending and firing when promtool test rules says so", async () => {
  const { compared, disagreements } = await compareAlertStates(100, 1);
  expect(compared).toBe(100);
  expect(disagreements).toEqual([]);
}, 60_000);
