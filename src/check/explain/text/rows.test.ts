import { expect, test } from "vitest";
import { columnsOf, printable, rowsText, wrapped } from "./rows.ts";

const plain = { red: String, yellow: String, dim: String, bold: String };

test("text is broken at spaces, and what follows is indented", () => {
  expect(wrapped("one two three four", 9, 2)).toEqual(["one two", "  three", "  four"]);
  expect(wrapped("  a b\nc", 3)).toEqual(["  a", "  b", "c"]);
});

test("a word that is longer than the line stands alone", () => {
  expect(wrapped("see https://example.com/very/long now", 10)).toEqual([
    "see",
    "https://example.com/very/long",
    "now",
  ]);
});

test("runs of spaces stay: they align columns", () => {
  expect(wrapped("name    text", 20)).toEqual(["name    text"]);
});

test("labels stand in one column, and rows without anything to say are left out", () => {
  const rows = [
    { label: "fires", paragraphs: [{ text: "up == 0" }, { text: "for 1m" }] },
    { label: "empty", paragraphs: [] },
    { label: "runbook", paragraphs: [{ text: "none", tone: "yellow" as const }] },
  ];
  expect(rowsText(rows, { ...plain, yellow: (text) => `!${text}!` })).toBe(
    "  fires       up == 0\n              for 1m\n  runbook     !none!\n",
  );
});

test("control characters of templates do not reach the terminal", () => {
  expect(printable("a\u001b[31mred\u0007\nb")).toBe("a [31mred \nb");
});

test("columns are as wide as their widest cell", () => {
  expect(
    columnsOf([
      ["+1s", "Ana", "mail"],
      ["+10m", "Bo Lindqvist", "push"],
    ]),
  ).toEqual(["+1s   Ana           mail", "+10m  Bo Lindqvist  push"]);
});
