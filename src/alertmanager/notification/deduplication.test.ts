import { expect, test } from "vitest";
import { type LogEntry, reasonToNotify, repeatsFrom } from "./deduplication.ts";

const MINUTE = 60_000;
const NOW = 100 * MINUTE;

type Case = {
  /** Fingerprints, one letter each; undefined when nothing was logged. */
  logged?: { firing?: string; resolved?: string; at?: number };
  firing?: string;
  resolved?: string;
  sendResolved?: boolean;
  version?: "0.25" | "current";
};

const reasonOf = ({ logged, firing, resolved, sendResolved = true, version = "current" }: Case) => {
  const entry: LogEntry | undefined = logged && {
    at: logged.at ?? NOW - MINUTE,
    firing: new Set(logged.firing),
    resolved: new Set(logged.resolved),
    expiresAt: Infinity,
  };
  const content = { firing: new Set(firing), resolved: new Set(resolved) };
  const settings = { version, sendResolved, repeatIntervalMs: 10 * MINUTE, now: NOW };
  return reasonToNotify(entry, content, settings);
};

test("a group nobody was told of is told as soon as something fires, and never when nothing does", () => {
  expect(reasonOf({ firing: "abc" })).toBe("first notification");
  expect(reasonOf({ firing: "a", resolved: "b" })).toBe("first notification");
  expect(reasonOf({ resolved: "abc" })).toBeUndefined();
});

test("an alert that was not told of as firing is told of", () => {
  expect(reasonOf({ logged: { firing: "abc" }, firing: "bcd" })).toBe("new alerts added");
  expect(reasonOf({ logged: { firing: "a", resolved: "b" }, firing: "ab" })).toBe(
    "new alerts added",
  );
});

test("after all was resolved, alerts are the first of a new story", () => {
  expect(reasonOf({ logged: { resolved: "a" }, firing: "a" })).toBe("first notification");
});

test("alerts that only disappear are not told of", () => {
  expect(reasonOf({ logged: { firing: "abc" }, firing: "ab" })).toBeUndefined();
});

test("the same is told again only once the repeat interval has passed", () => {
  const same = { firing: "abc" };
  expect(reasonOf({ ...same, logged: { ...same, at: NOW - 9 * MINUTE } })).toBeUndefined();
  expect(reasonOf({ ...same, logged: { ...same, at: NOW - 11 * MINUTE } })).toBe(
    "repeat interval elapsed",
  );
});

test("the exact end of the repeat interval counts for 0.25, whose clock has moved on, and not for later versions", () => {
  const logged = { firing: "a", at: NOW - 10 * MINUTE };
  expect(reasonOf({ logged, firing: "a", version: "0.25" })).toBe("repeat interval elapsed");
  expect(reasonOf({ logged, firing: "a", version: "current" })).toBeUndefined();
  expect(repeatsFrom(5, { version: "0.25", repeatIntervalMs: 10 })).toBe(15);
  expect(repeatsFrom(5, { version: "current", repeatIntervalMs: 10 })).toBe(16);
});

test("a resolve among others is told to those who want resolves", () => {
  const half = { logged: { firing: "ab" }, firing: "a", resolved: "b" };
  expect(reasonOf(half)).toBe("some alerts resolved");
  expect(reasonOf({ ...half, sendResolved: false })).toBeUndefined();
  expect(reasonOf({ ...half, logged: { firing: "ab", resolved: "b" } })).toBeUndefined();
});

test("that all is resolved matters even where resolves are not sent, so that the log forgets them", () => {
  for (const sendResolved of [true, false]) {
    expect(reasonOf({ logged: { firing: "ab" }, resolved: "ab", sendResolved })).toBe(
      "all alerts resolved",
    );
  }
});

test("what fired and was resolved between two turns is not told of", () => {
  expect(reasonOf({ logged: { resolved: "a" }, resolved: "b" })).toBeUndefined();
  expect(reasonOf({ logged: { resolved: "a", at: 0 }, resolved: "a" })).toBeUndefined();
});
