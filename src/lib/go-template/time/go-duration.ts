const withFraction = (whole: bigint, rest: bigint, places: number): string => {
  const digits = rest.toString().padStart(places, "0").replace(/0+$/, "");
  return digits === "" ? `${whole}` : `${whole}.${digits}`;
};

const SMALL = [
  { below: 1_000n, size: 1n, places: 0, unit: "ns" },
  { below: 1_000_000n, size: 1_000n, places: 3, unit: "µs" },
  { below: 1_000_000_000n, size: 1_000_000n, places: 6, unit: "ms" },
] as const;

/** Go's Duration.String: `1h2m3.5s`. */
export const durationText = (ns: bigint): string => {
  if (ns === 0n) return "0s";
  const sign = ns < 0n ? "-" : "";
  const distance = ns < 0n ? -ns : ns;
  const small = SMALL.find(({ below }) => distance < below);
  if (small !== undefined) {
    const { size, places, unit } = small;
    return sign + withFraction(distance / size, places === 0 ? 0n : distance % size, places) + unit;
  }
  const seconds = distance / 1_000_000_000n;
  const minutes = seconds / 60n;
  const hours = minutes / 60n;
  const text = `${withFraction(seconds % 60n, distance % 1_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + text;
  return hours === 0n ? `${sign}${minutes}m${text}` : `${sign}${hours}h${minutes % 60n}m${text}`;
};

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** Durations have 64 bits; what does not fit is the nearest that does. */
export const clampDuration = (ns: bigint): bigint => {
  if (ns < LEAST) return LEAST;
  return ns > MOST ? MOST : ns;
};

/** Go's Duration.Truncate: towards zero, to a multiple of `step`. */
export const truncateDuration = (ns: bigint, step: bigint): bigint =>
  step <= 0n ? ns : ns - (ns % step);

/** Go's Duration.Round: to the nearest multiple, halves away from zero. */
export const roundDuration = (ns: bigint, step: bigint): bigint => {
  if (step <= 0n) return ns;
  const distance = ns < 0n ? -ns : ns;
  const rest = distance % step;
  const rounded = rest + rest < step ? distance - rest : distance - rest + step;
  return clampDuration(ns < 0n ? -rounded : rounded);
};
