import type { Clock, Instant } from "../src/lib/clock.ts";

export type SimulatedClock = Clock & { moveTo(at: Instant): void };

/** A clock that stands still until it is moved; nobody can sleep on it. */
export const simulatedClock = (start: string): SimulatedClock => {
  let now = Date.parse(start);
  return {
    now: () => now,
    sleep: async () => {
      throw new Error("nothing may sleep in simulated time: a delay is a row with a due time");
    },
    moveTo: (at) => {
      if (at < now) throw new Error("time only moves forward");
      now = at;
    },
  };
};
