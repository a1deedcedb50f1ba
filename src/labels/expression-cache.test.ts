import { expect, test } from "vitest";
import { rememberByExpression, writtenOut } from "./expression-cache.ts";

test("repetitions count as often as they repeat", () => {
  expect(writtenOut("abc")).toBe(3);
  expect(writtenOut("a{10}")).toBe(50);
  expect(writtenOut("a{2,20}b{3}")).toBe(220);
  expect(writtenOut("a{99999}")).toBe(8000);
});

test("what was made once is remembered until the cache is full", () => {
  const made: string[] = [];
  const remember = rememberByExpression((expression) => {
    made.push(expression.slice(0, 3));
    return expression.length;
  });
  expect([remember("a"), remember("a"), remember("b")]).toEqual([1, 1, 1]);
  remember("c".repeat(2_000_000));
  expect(remember("a")).toBe(1);
  expect(made).toEqual(["a", "b", "ccc", "a"]);
});
