import { expect, test } from "vitest";
import { comparePromqlArithmetic, comparePromqlSyntax } from "./promql-syntax.ts";

test("queries are accepted and refused as promtool 2.42 does", async () => {
  expect(await comparePromqlSyntax(2_000, 11)).toEqual({ compared: 2_000, disagreements: [] });
});

test("operators bind as promtool 2.42 binds them, and so does what is printed", async () => {
  expect(await comparePromqlArithmetic(500, 11)).toEqual({ compared: 500, disagreements: [] });
});
