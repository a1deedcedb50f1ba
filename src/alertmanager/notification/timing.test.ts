import { expect, test } from "vitest";
import { effectiveRepeatMs, firstNotificationDelay } from "./timing.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const effective = (
  [repeatIntervalMs, groupIntervalMs]: [number, number],
  sendLatencyMs = 10,
  version: "0.25" | "current" = "current",
) => effectiveRepeatMs({ repeatIntervalMs, groupIntervalMs }, { version, sendLatencyMs });

test("a repeat interval that is a multiple of the group interval waits one turn more", () => {
  expect(effective([4 * HOUR, 5 * MINUTE])).toBe(4 * HOUR + 5 * MINUTE);
  expect(effective([5 * MINUTE, 5 * MINUTE])).toBe(10 * MINUTE);
  expect(effective([30 * MINUTE, 5 * MINUTE], 10, "0.25")).toBe(35 * MINUTE);
});

test("another repeat interval lasts until the next turn", () => {
  expect(effective([31 * MINUTE, 5 * MINUTE])).toBe(35 * MINUTE);
  expect(effective([MINUTE, 5 * MINUTE])).toBe(5 * MINUTE);
  expect(effective([30 * MINUTE - 1000, 5 * MINUTE])).toBe(30 * MINUTE);
});

test("if sending took no time, 0.25 would keep to the multiple", () => {
  expect(effective([30 * MINUTE, 5 * MINUTE], 0, "0.25")).toBe(30 * MINUTE);
  expect(effective([30 * MINUTE, 5 * MINUTE], 0, "current")).toBe(35 * MINUTE);
});

test("nothing is remembered for longer than 120 hours", () => {
  expect(effective([1000 * HOUR, 7 * MINUTE])).toBe(Math.ceil((120 * 60) / 7) * 7 * MINUTE);
});

test("the first notification waits for the group, unless the alert is older than that", () => {
  const route = { groupWaitMs: 30_000, groupIntervalMs: 300_000 };
  expect(firstNotificationDelay(route)).toEqual({ alone: 30_000, joiningAtMost: 300_000 });
  expect(firstNotificationDelay(route, 30_000).alone).toBe(30_000);
  expect(firstNotificationDelay(route, 31_000).alone).toBe(0);
});
