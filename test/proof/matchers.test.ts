import { expect, test } from "vitest";
import { proveMatcherTexts, provePartitions, proveRegexps } from "./matchers.ts";

test("regular expressions match in promtool what they match here", async () => {
  expect(await proveRegexps(200, 1)).toEqual({ compared: 200, disagreements: [] });
});

test("amtool takes, reads and matches the same matchers", async () => {
  expect(await proveMatcherTexts(200, 1)).toEqual({ compared: 200, disagreements: [] });
});

test("the classes of a partition are those of matching one by one", async () => {
  expect(await provePartitions(100, 1)).toEqual({ compared: 100, disagreements: [] });
});
