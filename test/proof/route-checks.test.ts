import { expect, test } from "vitest";
import { compareRouteChecks } from "./route-checks.ts";

test("label sets that checks of routes show go where amtool says", async () => {
  const { compared, rules, disagreements } = await compareRouteChecks(30, 3);
  expect(disagreements).toEqual([]);
  expect(compared).toBe(30);
  expect(rules).toEqual([
    "alert-to-nowhere",
    "critical-without-pager",
    "route-shadowed",
    "route-unreachable",
    "two-pagers",
  ]);
});
