import { expect, test } from "vitest";
import { playNotifications } from "./notifications.ts";

test("the real Alertmanager sends what is simulated, when it is simulated", async () => {
  const { compared, undecided, disagreements } = await playNotifications({
    count: 4,
    seed: 12,
    steps: 3,
    waitsForMinute: false,
  });
  expect(disagreements).toEqual([]);
  // On a machine that stalls nothing can be said of a scenario.
  expect(compared + undecided).toBe(4);
}, 90_000);
