import { expect, test } from "vitest";
import { compareInhibitions } from "./inhibition.ts";

test("Alertmanager keeps back the alerts that are proven to be, and no others", async () => {
  const { compared, keptBack, disagreements } = await compareInhibitions(150, 1);
  expect(disagreements).toEqual([]);
  expect(compared).toBe(150);
  expect(keptBack).toBeGreaterThan(20);
  expect(keptBack).toBeLessThan(130);
});
