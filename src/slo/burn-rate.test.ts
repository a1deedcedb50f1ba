import { expect, test } from "vitest";
import { toDecimalText } from "../lib/decimal.ts";
import { availability } from "../model/define/availability.ts";
import { counter } from "../model/define/counter.ts";
import type { BurnWindow } from "../model/objective.ts";
import { burnFactor, burnWindowFault, errorBudget, ratioThreshold } from "./burn-rate.ts";

const objective = (target: string, window: string) =>
  availability({
    target,
    window,
    bad: counter("bad_total"),
    total: counter("all_total"),
    job: "a",
    burn: { alert: "Burns", because: "it matters", runbook: "a.md" },
  });

const PAIRS: readonly BurnWindow[] = [
  { long: "1h", short: "5m", budget: "2%" },
  { long: "6h", short: "30m", budget: "5%" },
  { long: "1d", short: "2h", budget: "10%" },
  { long: "3d", short: "6h", budget: "10%" },
];

test.each([
  ["30d", ["14.4", "6", "3", "1"]],
  ["28d", ["13.44", "5.6", "2.8", "0.933333"]],
  ["14d", ["6.72", "2.8", "1.4", "0.466667"]],
  ["7d", ["3.36", "1.4", "0.7", "0.233333"]],
  ["90d", ["43.2", "18", "9", "3"]],
])("the factors of %s are exact", (window, factors) => {
  expect(PAIRS.map((pair) => toDecimalText(burnFactor(window, pair), 6))).toEqual(factors);
});

test("the thresholds of 99.9% over 30d carry no noise of floating point", () => {
  const thresholds = PAIRS.map((pair) =>
    toDecimalText(ratioThreshold(objective("99.9%", "30d"), pair)),
  );
  expect(thresholds).toEqual(["0.0144", "0.006", "0.003", "0.001"]);
  expect(toDecimalText(errorBudget({ target: "99.95%" }))).toBe("0.0005");
});

test("a pair that not even a total outage can trip is found, at the exact bound", () => {
  const [fast] = PAIRS;
  if (fast === undefined) throw new Error("no pair");
  const bound = "93.05555555555555%";
  expect(burnWindowFault(objective(bound, "30d"), fast)).toContain("never fire");
  expect(burnWindowFault(objective("93.1%", "30d"), fast)).toBeUndefined();
});

test("a pair that fires while the objective is met is found", () => {
  const slow = { long: "3d", short: "6h", budget: "10%" };
  expect(burnWindowFault(objective("99.9%", "30d"), slow)).toContain("leaves the objective met");
  expect(burnWindowFault(objective("99.9%", "90d"), slow)).toBeUndefined();
});

test("a short window that is not shorter is found", () => {
  const pair = { long: "5m", short: "1h", budget: "1%" };
  expect(burnWindowFault(objective("99.9%", "30d"), pair)).toContain("must be shorter");
});
