import { expect, test } from "vitest";
import { proveReplayedQueries } from "./replayed-queries.ts";

test("queries give the same values in a replay as in promtool", async () => {
  const { compared, disagreements } = await proveReplayedQueries(300, 11);
  expect(disagreements).toEqual([]);
  expect(compared).toBeGreaterThanOrEqual(300);
});
