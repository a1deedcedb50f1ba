import { expect, test } from "vitest";
import { parseGoDuration } from "./go-duration.ts";

test("durations are Go's", () => {
  expect(parseGoDuration("1h30m")).toBe(5_400_000);
  expect(parseGoDuration("1.5s")).toBe(1500);
  expect(parseGoDuration("-2ms")).toBe(-2);
  expect(parseGoDuration("0")).toBe(0);
  for (const text of ["", "1d", "5", "1 s", "s", "1h30", "9999999999h"]) {
    expect(parseGoDuration(text), text).toBeUndefined();
  }
});
