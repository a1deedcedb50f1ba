import { expect, test } from "vitest";
import { isPattern, normalPath, pathFrom, pathTest } from "./path-pattern.ts";

test.each([
  ["rules/*.yml", "rules/a.yml", true],
  ["rules/*.yml", "rules/deep/a.yml", false],
  ["**/a.yml", "rules/a.yml", true],
  ["**/a.yml", "rules/deep/a.yml", false],
  ["a?.yml", "ab.yml", true],
  ["a?.yml", "a/.yml", false],
  ["[a-c]x[^0-9].yml", "bxy.yml", true],
  ["[a-c]x[^0-9].yml", "bx1.yml", false],
  ["a\\*.yml", "a*.yml", true],
  ["a\\*.yml", "ab.yml", false],
  ["a+(b).yml", "a+(b).yml", true],
  ["[z-a].yml", "z.yml", false],
])("the pattern %s and the path %s", (pattern, path, fits) => {
  expect(pathTest(pattern)(path)).toBe(fits);
});

test("a path from a file is worked out", () => {
  expect(pathFrom("tests/rules_test.yml", "../rules/./a.yml")).toBe("rules/a.yml");
  expect(pathFrom("../x/t.yml", "../../a.yml")).toBe("../../a.yml");
  expect(pathFrom("t.yml", "/etc//a.yml")).toBe("/etc/a.yml");
  expect(normalPath("./a/../b")).toBe("b");
  expect(isPattern("a/b.yml")).toBe(false);
});
