import { expect, test } from "vitest";
import { compareRoutes } from "./routes.ts";

test("alerts get to the same receivers as amtool says", async () => {
  const { compared, disagreements } = await compareRoutes(30, 1);
  expect(disagreements).toEqual([]);
  expect(compared).toBe(30);
});
