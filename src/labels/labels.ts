/** Label names to values, as Prometheus and Alertmanager have them. */
export type Labels = Readonly<Record<string, string>>;

const encoder = new TextEncoder();
const SEPARATOR = 0xff;

const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

/**
 * The fingerprint that Prometheus and Alertmanager give a label set, as 16 hexadecimal digits: FNV-1a
 * of 64 bits over the names in byte order, each `name 0xFF value 0xFF`
 * (prometheus/common, model/signature.go). Computed in two 32-bit halves: the prime is 2^40 + 0x1b3.
 */
export const fingerprintOf = (labels: Labels): string => {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const add = (byte: number) => {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x100000000) + (mixed << 8)) >>> 0;
    low = product >>> 0;
  };
  const names = Object.keys(labels)
    .map((name) => ({ name, bytes: encoder.encode(name) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes));
  for (const { name, bytes } of names) {
    for (const byte of bytes) add(byte);
    add(SEPARATOR);
    for (const byte of encoder.encode(labels[name] ?? "")) add(byte);
    add(SEPARATOR);
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
};

/** The label set without the named labels. */
export const withoutLabels = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
