import { expect, test } from "vitest";
import { wrapWords } from "./wrap-words.ts";

test.each([
  ["", 10, [""]],
  ["short", 10, ["short"]],
  ["exactly so", 10, ["exactly so"]],
  ["one two three", 7, ["one two", "three"]],
  ["a-word-that-is-longer than", 8, ["a-word-that-is-longer", "than"]],
  ["  a table   row that is long", 8, ["  a table   row that is long"]],
])("%j in %i columns", (text, width, lines) => {
  expect(wrapWords(text, width)).toEqual(lines);
});
