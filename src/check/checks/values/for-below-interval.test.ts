import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { forBelowInterval } from "./for-below-interval.ts";

test("a wait that is shorter than the interval of its group is found", () => {
  const files = alertFiles(["up == 0", { for: "30s", interval: "1m" }]);
  expect(foundBy(forBelowInterval, files)).toMatchObject([
    { severity: "warning", line: 7, column: 10, message: expect.stringContaining("lasts 1m") },
  ]);
});

test("where only the settings tell the interval, it is a note", () => {
  const files = alertFiles(["up == 0", { for: "30s" }]);
  expect(foundBy(forBelowInterval, files)).toMatchObject([{ severity: "info" }]);
});

test.each([
  ["1m", "1m"],
  ["0s", "1m"],
  ["5m", "30s"],
])("for %s every %s is let be", (wait, interval) => {
  expect(foundBy(forBelowInterval, alertFiles(["up == 0", { for: wait, interval }]))).toEqual([]);
});
