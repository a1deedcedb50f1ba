import fc from "fast-check";
import { expect, test } from "vitest";
import { durationMs, formatDuration, parseDuration } from "./duration.ts";

test("durations are read as Prometheus reads them", () => {
  expect(parseDuration("0")).toBe(0);
  expect(parseDuration("0s")).toBe(0);
  expect(parseDuration("90s")).toBe(90_000);
  expect(parseDuration("1h30m")).toBe(5_400_000);
  expect(parseDuration("1m5ms")).toBe(60_005);
  expect(parseDuration("1d")).toBe(86_400_000);
  expect(parseDuration("1w")).toBe(604_800_000);
  expect(parseDuration("1y")).toBe(31_536_000_000);
  expect(parseDuration("1y2w3d4h5m6s7ms")).toBe(
    (365 + 14 + 3) * 86_400_000 + 4 * 3_600_000 + 5 * 60_000 + 6_007,
  );
});

test("the longest duration that Prometheus takes is the longest here", () => {
  expect(parseDuration("292y24w3d23h47m16s854ms")).toBe(9_223_372_036_854);
  expect(parseDuration("292y24w3d23h47m16s855ms")).toBeUndefined();
});

test("what Prometheus refuses is no duration", () => {
  const wrong = [
    "",
    "5",
    "-5m",
    "1.5h",
    "1m1h",
    "1m1m",
    "5 m",
    " 5m",
    "5m\n",
    "1M",
    "1min",
    "ms",
    "293y",
  ];
  for (const text of wrong) {
    expect(parseDuration(text), text).toBeUndefined();
    expect(() => durationMs(text), text).toThrow(`not a duration: "${text}"`);
  }
});

test("durations are written in the fewest units, without years and weeks", () => {
  expect(formatDuration(90_000)).toBe("1m30s");
  expect(formatDuration(86_400_000 * 14)).toBe("14d");
  expect(formatDuration(1)).toBe("1ms");
  expect(formatDuration(999.6)).toBe("1s");
  for (const nothing of [0, -5, 0.2]) expect(formatDuration(nothing)).toBe("0s");
});

test("what is written is read as the same number of milliseconds", () => {
  const milliseconds = fc.integer({ min: 0, max: 10 * 31_536_000_000 });
  fc.assert(
    fc.property(milliseconds, (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});
