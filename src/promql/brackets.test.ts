import { expect, test } from "vitest";
import { bracketMistake } from "./brackets.ts";

test("whole queries have nothing wrong with their brackets", () => {
  for (const query of [
    "up == 0",
    'sum by (a) (rate(x{b="c)]}"}[5m])) # a comment with ( in it',
    `label_replace(up, "a", '$1"', "b", "(.+)\\"")`,
    "up{a=`\\(`}",
  ]) {
    expect(bracketMistake(query)).toBeUndefined();
  }
});

test("a bracket or quote without its other half is named", () => {
  expect(bracketMistake("sum(rate(x[5m])")).toBe("lacks a )");
  expect(bracketMistake("rate(x[5m)")).toBe("has a ) that nothing opened");
  expect(bracketMistake("up)")).toBe("has a ) that nothing opened");
  expect(bracketMistake('up{job="a} == 0')).toBe('has a " that is not closed');
});
