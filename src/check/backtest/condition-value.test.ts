import { expect, test } from "vitest";
import { readEvidence } from "../evidence/read-evidence.ts";
import { examine } from "../examine.ts";
import { DEFAULT_SETTINGS } from "../settings.ts";
import { conditionValue } from "./condition-value.ts";

const conditionIn = (expr: string) => {
  const text = `groups:\n- name: g\n  rules:\n  - alert: A\n    expr: ${JSON.stringify(expr)}\n`;
  const evidence = readEvidence([{ path: "rules.yml", text }], "current");
  const [alert] = examine(evidence, DEFAULT_SETTINGS, "2026-11-25").examined.alerts;
  if (alert?.query === undefined) throw new Error(`${expr} is broken`);
  const found = conditionValue(alert.query);
  return found && `${found.query} ${found.operator} ${found.threshold} (${found.written})`;
};

test.each([
  ["a / b > 0.05", "(a / b) > 0.05 (0.05)"],
  ["0.05 < a", "(a) > 0.05 (0.05)"],
  ["(a >= 6 * 0.25) and b > 3", "((a)) and b > 3 >= 1.5 (6 * 0.25)"],
  ["a < 5 unless on (x) b", "(a) unless on (x) b < 5 (5)"],
  ["sum(rate(a[5m])) by (x) > -1", "(sum(rate(a[5m])) by (x)) > -1 (-1)"],
])("%s has a value and a threshold", (expr, expected) => {
  expect(conditionIn(expr)).toBe(expected);
});

test.each(["a == 0", "a > b", "absent(a)", "a > 1 or b > 2", "a > bool 1", "a != 5 and b > 1"])(
  "%s has no threshold that could be drawn elsewhere",
  (expr) => {
    expect(conditionIn(expr)).toBeUndefined();
  },
);
