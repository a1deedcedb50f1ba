import { expect, test } from "vitest";
import { OBSERVED } from "../../test/redis-outage.ts";
import { fingerprintOf, withoutLabels } from "./labels.ts";

test("fingerprints are those that Alertmanager gave the same label sets", () => {
  for (const { labels, fingerprint } of Object.values(OBSERVED)) {
    expect(fingerprintOf(labels)).toBe(fingerprint);
  }
});

test("the order in which labels are written does not matter", () => {
  const { labels, fingerprint } = OBSERVED.errorsOfGet;
  expect(fingerprintOf(Object.fromEntries(Object.entries(labels).reverse()))).toBe(fingerprint);
});

test("no labels at all have the offset basis of FNV-1a", () => {
  expect(fingerprintOf({})).toBe("cbf29ce484222325");
});

test("the border between name and value, and between two labels, counts", () => {
  const different = [{ a: "bc" }, { ab: "c" }, { a: "b", c: "" }, { a: "", b: "c" }, { abc: "" }];
  expect(new Set(different.map(fingerprintOf)).size).toBe(different.length);
});

test("dropped labels leave the others as they are", () => {
  const { labels, fingerprint } = OBSERVED.pool;
  const replica = { ...labels, prometheus_replica: "b" };
  expect(fingerprintOf(replica)).not.toBe(fingerprint);
  expect(withoutLabels(replica, ["prometheus_replica", "unknown"])).toEqual(labels);
});
