import { expect, test } from "vitest";
import { type Random, seededRandom, systemRandom } from "./random.ts";

const draw = (random: Random) => [
  ...Array.from({ length: 200 }, () => random.fraction()),
  ...random.bytes(200),
];

test("the same seed gives the same sequence, another seed another", () => {
  expect(draw(seededRandom(1))).toEqual(draw(seededRandom(1)));
  expect(draw(seededRandom(1))).not.toEqual(draw(seededRandom(2)));
});

test("fractions lie in [0, 1) and bytes fill their range", () => {
  for (const random of [systemRandom, seededRandom(1)]) {
    const fractions = Array.from({ length: 2000 }, () => random.fraction());
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fractions)).toBeLessThan(1);
    const average = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length;
    expect(average).toBeGreaterThan(0.4);
    expect(average).toBeLessThan(0.6);
    const bytes = random.bytes(10_000);
    expect(bytes).toHaveLength(10_000);
    expect(new Set(bytes).size).toBe(256);
  }
});

test("chance that keeps secrets is not repeated", () => {
  const first = Buffer.from(systemRandom.bytes(32)).toString("hex");
  expect(Buffer.from(systemRandom.bytes(32)).toString("hex")).not.toBe(first);
});
