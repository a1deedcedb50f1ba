import { expect, test } from "vitest";
import { isTimeZone, offsetAt } from "./time-zone.ts";

test("zones are those of the IANA database in their own case, UTC and Local", () => {
  for (const name of [
    "UTC",
    "Local",
    "Europe/Berlin",
    "US/Eastern",
    "Asia/Calcutta",
    "Etc/GMT+5",
  ]) {
    expect(isTimeZone(name), name).toBe(true);
  }
  for (const name of [
    "utc",
    "europe/berlin",
    "Europe/berlin",
    "+01:00",
    "Mars/Olympus",
    "../etc",
  ]) {
    expect(isTimeZone(name), name).toBe(false);
  }
});

test("an offset holds from one change of the clocks up to the next", () => {
  const summer = Date.parse("2026-03-29T01:00:00Z");
  const winter = Date.parse("2026-10-25T01:00:00Z");
  expect(offsetAt("Europe/Berlin", summer)).toEqual({
    from: summer,
    until: winter,
    offsetMs: 7_200_000,
  });
  expect(offsetAt("Europe/Berlin", summer - 1).offsetMs).toBe(3_600_000);
});
