import { expect, test } from "vitest";
import { compareTemplates } from "./templates.ts";

test("generated templates become what amtool and promtool make of them", async () => {
  const { compared, disagreements } = await compareTemplates(60, 20260301);
  expect(disagreements).toEqual([]);
  expect(compared).toBe(60);
});
