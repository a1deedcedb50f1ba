import { expect, test } from "vitest";
import { excerpt, lastLine } from "./excerpt.ts";

const ANSWER =
  "first\n  one\n\nsecond\n\nthird\n\n\x1b[31mfourth\x1b[39m\n\nassumed this\nthe sum\n";

test("blocks that are not chosen leave one mark, however many they are", () => {
  expect(excerpt(ANSWER, (block, plain) => (plain.startsWith("f") ? block : undefined))).toBe(
    "first\n  one\n\n…\n\n\x1b[31mfourth\x1b[39m\n\n…",
  );
});

test("of a block a part may be shown", () => {
  const choose = (block: string) => (block.startsWith("assumed") ? lastLine(block) : undefined);
  expect(excerpt(ANSWER, choose)).toBe("…\n\nthe sum");
});
