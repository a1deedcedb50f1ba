import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "./id.ts";
import { seededRandom, systemRandom } from "./random.ts";

const NOW = Date.parse("2026-01-05T09:00:00.123Z");

test("an id is a UUID of version 7 that begins with its moment", () => {
  const id = newId(NOW, systemRandom);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(NOW);
});

test("the example of RFC 9562 is reproduced from its moment and its random bits", () => {
  const bytes = Buffer.from("0000000000000cc398c4dc0c0c07398f", "hex");
  const random = { fraction: () => 0, bytes: () => new Uint8Array(bytes) };
  const moment = Date.parse("2022-02-22T14:22:22-05:00");
  expect(newId(moment, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("ids of later moments sort later", () => {
  const random = seededRandom(3);
  const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      fc.pre(a !== b);
      expect(newId(a, random) < newId(b, random)).toBe(a < b);
    }),
  );
});

test("ids of one moment differ", () => {
  const ids = Array.from({ length: 1000 }, () => newId(NOW, systemRandom));
  expect(new Set(ids).size).toBe(1000);
});
