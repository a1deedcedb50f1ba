import fc from "fast-check";
import { expect, test } from "vitest";
import { createEventQueue } from "./event-queue.ts";

test("events come in the order of time, and those of one moment in the order they were added", () => {
  const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 });
  const property = fc.property(times, (added) => {
    const queue = createEventQueue<{ at: number; number: number }>();
    for (const [number, at] of added.entries()) queue.add({ at, number });
    const taken: { at: number; number: number }[] = [];
    while (queue.peek() !== undefined) {
      const event = queue.take();
      if (event !== undefined) taken.push(event);
    }
    const expected = added
      .map((at, number) => ({ at, number }))
      .sort((a, b) => a.at - b.at || a.number - b.number);
    expect(taken).toEqual(expected);
    expect(queue.take()).toBeUndefined();
  });
  fc.assert(property, { numRuns: 200, seed: 4 });
});

test("what is added while others are taken finds its place", () => {
  const queue = createEventQueue<{ at: number }>();
  for (const at of [5, 1, 9]) queue.add({ at });
  expect(queue.take()?.at).toBe(1);
  queue.add({ at: 4 });
  expect([queue.take()?.at, queue.take()?.at, queue.take()?.at]).toEqual([4, 5, 9]);
});
