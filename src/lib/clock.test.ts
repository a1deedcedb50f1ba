import { expect, test, vi } from "vitest";
import { systemClock, toIso } from "./clock.ts";

test("moments are written to the millisecond in UTC", () => {
  expect(toIso(Date.parse("2026-11-24T20:43:34.85+02:00"))).toBe("2026-11-24T18:43:34.850Z");
  expect(toIso(0)).toBe("1970-01-01T00:00:00.000Z");
});

test("a sleep ends when its time has passed, and not before", async () => {
  vi.useFakeTimers();
  try {
    let awake = false;
    const slept = systemClock.sleep(1000).then(() => {
      awake = true;
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await slept;
    expect(awake).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test("an abort ends a sleep at once and leaves no timer, and one that came before prevents it", async () => {
  vi.useFakeTimers();
  try {
    const abort = new AbortController();
    const slept = systemClock.sleep(3_600_000, abort.signal);
    expect(vi.getTimerCount()).toBe(1);
    abort.abort();
    await slept;
    await systemClock.sleep(3_600_000, abort.signal);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("the system's clock tells the time", () => {
  vi.useFakeTimers({ now: Date.parse("2026-01-05T09:00:00Z") });
  try {
    expect(toIso(systemClock.now())).toBe("2026-01-05T09:00:00.000Z");
  } finally {
    vi.useRealTimers();
  }
});
