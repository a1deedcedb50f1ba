import { expect, test } from "vitest";
import { createNotificationLog } from "./notification-log.ts";

const HOUR = 3600_000;
const CONTENT = { firing: new Set(["a"]), resolved: new Set<string>() };

test("an entry is known until the first quarter of an hour after twice the repeat interval", () => {
  const slot = createNotificationLog(0).slot("group", HOUR);
  slot.write(CONTENT, 1000);
  expect(slot.forgottenAt()).toBe(2.25 * HOUR);
  expect(slot.read(2.25 * HOUR - 1)?.at).toBe(1000);
  expect(slot.read(2.25 * HOUR)).toBeUndefined();
});

test("no entry is known for longer than the retention of 120 hours", () => {
  const slot = createNotificationLog(0).slot("group", 1000 * HOUR);
  slot.write(CONTENT, 0);
  expect(slot.forgottenAt()).toBe(120 * HOUR);
  expect(slot.read(120 * HOUR)).toBeUndefined();
});

test("groups of the same key share what is known", () => {
  const log = createNotificationLog(0);
  log.slot("group", HOUR).write(CONTENT, 7);
  expect(log.slot("group", HOUR).read(8)?.at).toBe(7);
  expect(log.slot("other", HOUR).read(8)).toBeUndefined();
});
