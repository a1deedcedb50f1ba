import { expect, test } from "vitest";
import { KNOWN_METRICS } from "../metrics/known-metrics.ts";
import { parseExpr } from "../syntax/parse.ts";
import { thresholds } from "./thresholds.ts";

const shown = (text: string): readonly string[] => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  return thresholds(parsed.expr, { metrics: KNOWN_METRICS }).map((found) => {
    const cut = ({ from, to }: { from: number; to: number }) => text.slice(from, to);
    const flags = `${found.negated ? " negated" : ""}${found.alone ? " alone" : ""}`;
    return `${cut(found.value.span)} ${found.operator} ${cut(found.threshold.span)}${flags}`;
  });
};

test.each([
  ["x > 5", ["x > 5 alone"]],
  ["5 < x", ["x > 5 alone"]],
  ["((x)) > (2 * 3)", ["((x)) > (2 * 3) alone"]],
  ["x > y", ["x > y alone"]],
  ["x > 5 or y < 3", ["x > 5 alone", "y < 3 alone"]],
  ["x > 5 and y < 3", ["x > 5", "y < 3"]],
  ["x > 5 unless y < 3", ["x > 5", "y < 3 negated"]],
  ["x > 5 < 9", ["x > 5 < 9 alone", "x > 5"]],
  ["x > bool 5", []],
  ["sum(x > 5)", []],
  ["absent(x)", []],
])("what decides in %s", (text, expected) => {
  expect(shown(text)).toEqual(expected);
});
