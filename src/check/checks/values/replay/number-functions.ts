/** Functions that work on each value of a vector alone, given their numbers as well. */
export const NUMBER_FUNCTIONS: Readonly<
  Record<string, (value: number, numbers: readonly number[]) => number>
> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sgn: Math.sign,
  round: (value, [nearest = 1]) => Math.floor(value * (1 / nearest) + 0.5) / (1 / nearest),
  clamp_min: (value, [min = Number.NaN]) => (min === Infinity ? min : Math.max(min, value)),
  clamp_max: (value, [max = Number.NaN]) => (max === -Infinity ? max : Math.min(max, value)),
};

/** Go raises 1 to anything, and -1 to an infinity, and gets 1. */
const power = (a: number, b: number): number =>
  a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b;

/** Arithmetic of PromQL, which is that of Go. */
export const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "^": power,
  atan2: Math.atan2,
};

export const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
};

const best =
  (isBetter: (a: number, b: number) => boolean) =>
  (values: readonly number[]): number =>
    values.reduce((held, value) => (isBetter(value, held) || Number.isNaN(held) ? value : held));

/** The least and the most of some numbers; NaN gives way to any other. */
export const least = best((a, b) => a < b);
export const most = best((a, b) => a > b);
