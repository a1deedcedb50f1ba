import { randomBytes } from "node:crypto";

/** The only source of chance, so that a test can seed it. */
export type Random = {
  /** A number in [0, 1). */
  fraction(): number;
  bytes(count: number): Uint8Array;
};

export const systemRandom: Random = {
  fraction: () => Math.random(),
  bytes: (count) => new Uint8Array(randomBytes(count)),
};

/** The same sequence for the same seed (mulberry32). For tests and simulation, not for secrets. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    fraction,
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(fraction() * 256)),
  };
};
