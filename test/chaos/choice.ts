import type { Random } from "../../src/lib/random.ts";

export const chance = (random: Random, probability: number): boolean =>
  random.fraction() < probability;

/** A whole number in [from, to). */
export const between = (random: Random, from: number, to: number): number =>
  Math.floor(from + random.fraction() * (to - from));

export const oneOf = <const T>(random: Random, choices: readonly [T, ...T[]]): T =>
  choices[Math.floor(random.fraction() * choices.length)] ?? choices[0];
