import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { deadBranch } from "./dead-branch.ts";

test.each([
  ["up == 0 or up > 1", "up > 1"],
  ["node_load1 > 4 unless up > 1", "up > 1"],
])("a part of %s is dead", (expr, part) => {
  expect(foundBy(deadBranch, alertFiles([expr]))).toMatchObject([
    { severity: "warning", column: columnOf(expr, part) },
  ]);
});

test.each(["up > 1", "up == 0 or absent(up)", "node_load1 > 4 and up > 1", "up != NaN"])(
  "%s is let be, or is another check's matter",
  (expr) => {
    expect(foundBy(deadBranch, alertFiles([expr]))).toEqual([]);
  },
);
