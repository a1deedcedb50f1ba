import { expect, test } from "vitest";
import { remembered } from "./remembered.ts";

test("a function is computed once for each object, whatever it gives", () => {
  const asked: string[] = [];
  const nothingOf = remembered(({ name }: { readonly name: string }) => {
    asked.push(name);
    return undefined;
  });
  const [a, b] = [{ name: "a" }, { name: "b" }];
  expect([nothingOf(a), nothingOf(a), nothingOf(b)]).toEqual([undefined, undefined, undefined]);
  expect(asked).toEqual(["a", "b"]);
});
