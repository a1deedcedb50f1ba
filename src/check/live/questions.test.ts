import { expect, test } from "vitest";
import { alertFiles } from "../../../test/one-alert.ts";
import { readEvidence } from "../evidence/read-evidence.ts";
import { examine } from "../examine.ts";
import { DEFAULT_SETTINGS } from "../settings.ts";
import { liveQuestions } from "./questions.ts";

const questions = (...exprs: readonly string[]) => {
  const files = Object.entries(alertFiles(...exprs.map((expr) => [expr] as const)));
  const evidence = readEvidence(
    files.map(([path, text]) => ({ path, text })),
    "current",
  );
  return liveQuestions(examine(evidence, DEFAULT_SETTINGS, "2026-11-25").examined);
};

test("each selector is asked about once, as of now, with the furthest that rules look back", () => {
  const { selectors } = questions(
    "rate(a[5m] offset 1h) > 1",
    'max_over_time(rate(a{}[10m])[1h:]) > b{x="1"} @ 0',
  );
  expect(selectors.map(({ text, reachMs }) => [text, reachMs / 60_000])).toEqual([
    ["a", 70],
    ['b{x="1"}', 0],
  ]);
});

test("each query is counted with and without its comparisons with constants", () => {
  const { queries } = questions(
    "a > 5",
    "a>5",
    "5 < a < 9 or b > c unless d > 1",
    "sum(a > 5) / sum(b)",
  );
  expect(queries.map(({ count, candidates }) => [count, candidates])).toEqual([
    ["count(a > 5)", "count((a))"],
    ["count(5 < a < 9 or b > c unless d > 1)", "count(((a)) or b > c unless d > 1)"],
    ["count(sum(a > 5) / sum(b))", undefined],
  ]);
});

test("numbers are not counted, and what cannot be read is not asked about", () => {
  expect(questions("time() > bool 5", "a >").queries).toEqual([]);
});
