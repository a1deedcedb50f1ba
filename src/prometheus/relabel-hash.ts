const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

const TABLE = Uint32Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 0x100000000),
);

const padded = (bytes: Uint8Array): DataView => {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const buffer = new Uint8Array(length);
  buffer.set(bytes);
  buffer[bytes.length] = 0x80;
  const view = new DataView(buffer.buffer);
  view.setUint32(length - 8, (bytes.length << 3) >>> 0, true);
  view.setUint32(length - 4, Math.floor(bytes.length / 0x20000000), true);
  return view;
};

type State = readonly [number, number, number, number];

const mixed = (round: number, [, b, c, d]: State): number => {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
};

/** Which word of the block each step of a round takes: `factor * step + offset`. */
const WORDS = [
  [1, 0],
  [5, 1],
  [3, 5],
  [7, 0],
] as const;

const step = (state: State, index: number, word: number): State => {
  const round = index >> 4;
  const [a, b, c, d] = state;
  const sum = (a + mixed(round, state) + (TABLE[index] ?? 0) + word) | 0;
  const shift = SHIFTS[round]?.[index & 3] ?? 0;
  const rotated = (sum << shift) | (sum >>> (32 - shift));
  return [d, (b + rotated) | 0, b, c];
};

const digestBlock = (state: State, view: DataView, offset: number): State => {
  let current = state;
  for (let index = 0; index < 64; index++) {
    const [factor, first] = WORDS[index >> 4] ?? [1, 0];
    const word = view.getUint32(offset + ((factor * index + first) & 15) * 4, true);
    current = step(current, index, word);
  }
  const [a, b, c, d] = state;
  const [e, f, g, h] = current;
  return [(a + e) | 0, (b + f) | 0, (c + g) | 0, (d + h) | 0];
};

/**
 * The hash of `hashmod`: the last 8 bytes of the text's MD5 sum (RFC 1321) as a big-endian number
 * (model/relabel/relabel.go).
 */
export const relabelHash = (text: string): bigint => {
  const view = padded(new TextEncoder().encode(text));
  let state: State = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    state = digestBlock(state, view, offset);
  }
  const digest = new DataView(new ArrayBuffer(8));
  digest.setUint32(0, state[2] >>> 0, true);
  digest.setUint32(4, state[3] >>> 0, true);
  return digest.getBigUint64(0);
};
