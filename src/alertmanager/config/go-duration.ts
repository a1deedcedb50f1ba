const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  "\u00b5s": 1e3,
  "\u03bcs": 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const PART = String.raw`(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h)`;
const DURATION = new RegExp(`^[-+]?(?:0|(?:${PART})+)$`);

/** Milliseconds of a duration as Go's time.ParseDuration reads it, such as `1h30m`; undefined when it is none. */
export const parseGoDuration = (text: string): number | undefined => {
  if (!DURATION.test(text)) return undefined;
  let nanoseconds = 0;
  for (const [, amount, unit = ""] of text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    nanoseconds += Number(amount) * (NANOSECONDS[unit] ?? 0);
  }
  if (nanoseconds >= 2 ** 63) return undefined;
  return (text.startsWith("-") ? -nanoseconds : nanoseconds) / 1e6;
};
