import { inspect } from "node:util";
import { expect, test } from "vitest";
import { secret } from "./secret.ts";

test("a secret shows itself only when asked to", () => {
  const password = secret("hunter2");
  expect(password.reveal()).toBe("hunter2");
  expect(`${password}`).toBe("<secret>");
  expect(JSON.stringify({ password })).toBe('{"password":"<secret>"}');
  expect(inspect({ nested: { password } })).not.toContain("hunter2");
  expect(inspect({ nested: { password } })).toContain("<secret>");
});
