import { expect, test } from "vitest";
import { sourceLines } from "./source-lines.ts";

const charactersAt = (line: string, column: number): readonly (string | undefined)[] => {
  const [shown = "", caret = ""] = sourceLines({ line: 7, column }, line);
  return [shown[caret.indexOf("^")], shown.slice(0, 8)];
};

test("the caret stands under the character, whatever indents the line", () => {
  expect(sourceLines({ line: 12, column: 5 }, "    expr: up  ")).toEqual([
    "   12 │ expr: up",
    "      │ ^",
  ]);
  expect(charactersAt("\t\texpr:\t$x", 9)).toEqual(["$", "    7 │ "]);
});

test("a very long line is cut around the column", () => {
  const line = `  ${"a".repeat(500)}X${"b".repeat(500)}`;
  expect(charactersAt(line, 503)[0]).toBe("X");
  expect(sourceLines({ line: 1, column: 503 }, line)[0]?.length).toBeLessThan(180);
});

test("of an empty line, or one that there is not, nothing is shown", () => {
  expect(sourceLines({ line: 1, column: 1 }, "  ")).toEqual([]);
  expect(sourceLines({ line: 1, column: 1 }, undefined)).toEqual([]);
});
