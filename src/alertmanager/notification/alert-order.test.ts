import { expect, test } from "vitest";
import type { Labels } from "../../labels/labels.ts";
import { compareForNotification } from "./alert-order.ts";

const inOrder = (...sets: readonly Labels[]) => {
  const sorted = sets.toReversed().toSorted(compareForNotification);
  expect(sorted).toEqual(sets);
};

test("alerts come by job, then by instance, those without after those with", () => {
  inOrder(
    { alertname: "z", job: "a", instance: "2" },
    { alertname: "a", job: "b", instance: "1" },
    { alertname: "b", job: "b", instance: "2" },
    { alertname: "a", job: "b" },
    { alertname: "a", instance: "1" },
    { alertname: "a" },
  );
});

test("otherwise the smaller set comes first, then the one that lacks the first name, then values decide", () => {
  inOrder(
    { z: "9" },
    { a: "1", c: "1" },
    { a: "1", b: "1" },
    { a: "1", b: "2" },
    { a: "1", b: "1", c: "1" },
  );
});

test("values are compared as bytes", () => {
  inOrder({ a: "Z" }, { a: "a" }, { a: "\uffee" }, { a: "\u{1f514}" });
});
