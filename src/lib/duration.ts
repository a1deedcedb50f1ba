const UNITS = [
  ["y", 365 * 24 * 3600 * 1000],
  ["w", 7 * 24 * 3600 * 1000],
  ["d", 24 * 3600 * 1000],
  ["h", 3600 * 1000],
  ["m", 60 * 1000],
  ["s", 1000],
  ["ms", 1],
] as const;

/**
 * Prometheus's duration syntax: largest unit first, each at most once, or a bare 0.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
const PATTERN = /^(?:0|(?=\d)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/;

/** Prometheus keeps nanoseconds in 64 bits and refuses what does not fit: a little over 292 years. */
const LONGEST_MS = Number((2n ** 63n - 1n) / 1_000_000n);

/** Milliseconds of a Prometheus duration such as `1h30m`, or undefined when it is not one. */
export const parseDuration = (text: string): number | undefined => {
  if (!PATTERN.test(text)) return undefined;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) {
    totalMs += Number(amount) * (UNITS.find(([name]) => name === unit)?.[1] ?? 0);
  }
  return totalMs <= LONGEST_MS ? totalMs : undefined;
};

/** Milliseconds of a duration already known to be valid. Throws on anything else. */
export const durationMs = (text: string): number => {
  const ms = parseDuration(text);
  if (ms === undefined) throw new Error(`not a duration: "${text}"`);
  return ms;
};

/** The shortest Prometheus spelling: 90000 is `1m30s`. Years and weeks are not used. */
export const formatDuration = (ms: number): string => {
  let rest = Math.round(ms);
  if (rest <= 0) return "0s";
  let text = "";
  for (const [unit, size] of UNITS.slice(2)) {
    const amount = Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest %= size;
  }
  return text;
};
