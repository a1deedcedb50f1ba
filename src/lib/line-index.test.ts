import { expect, test } from "vitest";
import { lineIndexOf } from "./line-index.ts";

test("lines end with LF, CRLF or CR, and count from 1", () => {
  const index = lineIndexOf("ab\ncd\r\nef\rg");
  expect(index.at(0)).toEqual({ line: 1, column: 1 });
  expect(index.at(2)).toEqual({ line: 1, column: 3 });
  expect(index.at(3)).toEqual({ line: 2, column: 1 });
  expect(index.at(7)).toEqual({ line: 3, column: 1 });
  expect(index.at(10)).toEqual({ line: 4, column: 1 });
  expect(index.at(4)).toEqual({ line: 2, column: 2 });
});

test("offsets outside the text count as its beginning or its end", () => {
  const index = lineIndexOf("ab\n");
  expect(index.at(-5)).toEqual({ line: 1, column: 1 });
  expect(index.at(99)).toEqual({ line: 2, column: 1 });
  expect(lineIndexOf("").at(0)).toEqual({ line: 1, column: 1 });
});
