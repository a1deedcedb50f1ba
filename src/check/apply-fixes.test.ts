import { expect, test } from "vitest";
import { applyFixes } from "./apply-fixes.ts";

const SOURCES = { "a.yml": "match: {a: b}\nmatch: {c: d}\n", "b.yml": "x" };
const edit = (from: number, to: number, text: string) => ({ file: "a.yml", from, to, text });
const OTHER = { ...edit(0, 1, "y"), file: "b.yml" };

test("edits are made in every file, however they are ordered", () => {
  const fixes = [
    { edits: [edit(0, 13, "matchers: [a=b]")] },
    { edits: [edit(14, 27, "matchers: [c=d]"), OTHER] },
  ];
  expect(applyFixes(fixes, SOURCES)).toEqual({
    texts: { "a.yml": "matchers: [a=b]\nmatchers: [c=d]\n", "b.yml": "y" },
    made: 2,
  });
});

test("a fix that touches what another changes is left out as a whole", () => {
  const fixes = [{ edits: [edit(0, 5, "one")] }, { edits: [edit(3, 6, "two"), OTHER] }];
  expect(applyFixes(fixes, SOURCES)).toEqual({
    texts: { "a.yml": "one: {a: b}\nmatch: {c: d}\n" },
    made: 1,
  });
});

test("two findings with the same mend are mended once", () => {
  const fix = { edits: [edit(0, 5, "one")] };
  expect(applyFixes([fix, fix], SOURCES)).toEqual({
    texts: { "a.yml": "one: {a: b}\nmatch: {c: d}\n" },
    made: 2,
  });
});
