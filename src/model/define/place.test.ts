import { expect, test } from "vitest";
import { placedRelativeTo, placeOfCall } from "./place.ts";

test("a place is where the function was called, not where it was written", () => {
  const define = () => placeOfCall(define);
  const first = define();
  const second = define();
  expect(first?.file).toMatch(/place\.test\.ts$/);
  expect((second?.line ?? 0) - (first?.line ?? 0)).toBe(1);
});

test("places are named relative to a folder, wherever the files lie", () => {
  const at = (file: string) => ({ definedAt: { file, line: 1 } });
  const system = {
    near: at("/home/a/defs/people.ts"),
    below: [at("/home/a/defs/services/shop.ts")],
    beside: at("/home/a/people/team.ts"),
    unplaced: { definedAt: undefined, text: "/home/a/defs/x" },
  };
  expect(placedRelativeTo(system, { file: "/home/a/defs/tocsin.ts", line: 9 })).toEqual({
    near: at("people.ts"),
    below: [at("services/shop.ts")],
    beside: at("../people/team.ts"),
    unplaced: { definedAt: undefined, text: "/home/a/defs/x" },
  });
});
