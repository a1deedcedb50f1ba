import { expect, test } from "vitest";
import { criticalAlert } from "../../../../test/critical-alert.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { watchdogMissing } from "./watchdog-missing.ts";

test("without an alert that always fires, silence looks like health", () => {
  expect(foundBy(watchdogMissing, criticalAlert("up == 0"))).toMatchObject([
    { severity: "warning", file: "rules.yml", line: 2, column: 9, subject: "rules.yml" },
  ]);
});

test.each(["vector(1)", "vector(0) == 0", "vector(time()) > 0 or vector(1)"])(
  "%s always fires",
  (expr) => {
    expect(foundBy(watchdogMissing, criticalAlert(expr))).toEqual([]);
  },
);

test("an alert that rests on series is no watchdog, however true its condition, unless it is called so", () => {
  expect(foundBy(watchdogMissing, criticalAlert("up >= 0"))).toHaveLength(1);
  expect(foundBy(watchdogMissing, criticalAlert("vector(1) > 2"))).toHaveLength(1);
  expect(foundBy(watchdogMissing, criticalAlert("up >= 0", "DeadMansSwitch"))).toEqual([]);
});
