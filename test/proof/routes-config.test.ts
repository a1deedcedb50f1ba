import { expect, test } from "vitest";
import { compareConfigs } from "./routes-config.ts";

test("configurations are accepted and refused as amtool does", async () => {
  const { compared, disagreements } = await compareConfigs(40, 1);
  expect(disagreements).toEqual([]);
  expect(compared).toBe(40);
});
