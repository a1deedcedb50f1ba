/** A set of small numbers, one bit each. */
export type BitSet = Uint32Array;

/** The empty set of numbers below `size`. */
export const bitSet = (size: number): BitSet => new Uint32Array(Math.ceil(size / 32));

export const hasBit = (set: BitSet, index: number): boolean =>
  ((set[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;

export const setBit = (set: BitSet, index: number, on: boolean): void => {
  const word = set[index >>> 5] ?? 0;
  const mask = 1 << (index & 31);
  set[index >>> 5] = on ? word | mask : word & ~mask;
};

/** A text that two sets of the same size share only if they are equal. */
export const bitSetKey = (set: BitSet): string =>
  String.fromCharCode(...new Uint16Array(set.buffer, set.byteOffset, set.length * 2));
