import type { Unit } from "../metrics/metric-facts.ts";

type Quantity =
  | "ratio"
  | "time"
  | "moment"
  | "data"
  | "temperature"
  | "voltage"
  | "current"
  | "energy"
  | "count";

/**
 * What a number measures. `scale` is how many of the written unit are one base unit (second, byte, 1):
 * milliseconds have 1000, percent 100, GiB 2^-30.
 */
export type Dimension = {
  readonly quantity: Quantity;
  readonly perSecond: boolean;
  readonly scale: number;
};

const dimension = (quantity: Quantity, scale = 1, perSecond = false): Dimension => ({
  quantity,
  perSecond,
  scale,
});

const BY_UNIT: Readonly<Record<Unit, Dimension>> = {
  seconds: dimension("time"),
  milliseconds: dimension("time", 1000),
  bytes: dimension("data"),
  bits: dimension("data", 8),
  ratio: dimension("ratio"),
  percent: dimension("ratio", 100),
  celsius: dimension("temperature"),
  volts: dimension("voltage"),
  amperes: dimension("current"),
  joules: dimension("energy"),
  timestamp: dimension("moment"),
  count: dimension("count"),
};

export const dimensionOf = (unit: Unit | undefined): Dimension | undefined =>
  unit === undefined ? undefined : BY_UNIT[unit];

export const RATIO = BY_UNIT.ratio;
export const SECONDS = BY_UNIT.seconds;
export const MOMENT = BY_UNIT.timestamp;
export const COUNT = BY_UNIT.count;

/** Factors by which people change a unit and not an amount: milli to nano, bits, minutes, kB, KiB. */
const UNIT_FACTORS: Readonly<Partial<Record<Quantity, readonly number[]>>> = {
  time: [60, 3600, 86_400, 604_800, 1000, 1e6, 1e9],
  data: [8, 1000, 1e6, 1e9, 1e12, 1024, 1024 ** 2, 1024 ** 3, 1024 ** 4],
  energy: [1000, 3600, 3_600_000],
};

/** Percent: of ratios, and of what becomes a ratio, as in `100 * used / size`. */
const PERCENT = 100;

/** A value of this dimension multiplied by a constant: `ratio * 100` is percent, `bytes / 1024` is KiB. */
export const scaled = (from: Dimension | undefined, factor: number): Dimension | undefined => {
  if (from === undefined) return undefined;
  const factors = [PERCENT, ...(UNIT_FACTORS[from.quantity] ?? [])];
  if (!factors.some((known) => factor === known || factor === 1 / known)) return from;
  return { ...from, scale: from.scale * factor };
};

const same = (a: Dimension, b: Dimension): boolean =>
  a.quantity === b.quantity && a.perSecond === b.perSecond;

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(a);

export const isSameUnit = (a: Dimension, b: Dimension): boolean =>
  same(a, b) && near(a.scale, b.scale);

/** Both say what they measure, and one cannot be compared with the other as it stands. */
export const areIncomparable = (
  a: Dimension | undefined,
  b: Dimension | undefined,
): b is Dimension => {
  if (a === undefined || b === undefined || isSameUnit(a, b)) return false;
  return !isUnnamed(a) && !isUnnamed(b) && !isPercentage(a, b);
};

/** `100 * used > 80 * size` compares percentages of the same thing. */
const isPercentage = (a: Dimension, b: Dimension): boolean =>
  a.quantity !== "ratio" &&
  same(a, b) &&
  (near(a.scale, b.scale * PERCENT) || near(a.scale * PERCENT, b.scale));

const isUnnamed = ({ quantity, perSecond }: Dimension): boolean =>
  quantity === "count" && !perSecond;

/** The dimension of a sum or a difference. */
export const added = (
  a: Dimension | undefined,
  b: Dimension | undefined,
  sign: 1 | -1,
): Dimension | undefined => {
  if (a === undefined || b === undefined) return undefined;
  if (a.quantity === "moment") return ofMoments(b, sign);
  if (sign === 1 && b.quantity === "moment" && a.quantity === "time") return b;
  return isSameUnit(a, b) ? a : undefined;
};

const ofMoments = (other: Dimension, sign: 1 | -1): Dimension | undefined => {
  if (other.quantity === "time" && other.scale === 1) return MOMENT;
  return other.quantity === "moment" && sign === -1 ? SECONDS : undefined;
};

export const divided = (
  a: Dimension | undefined,
  b: Dimension | undefined,
): Dimension | undefined => {
  if (a === undefined || b === undefined) return undefined;
  if (b.quantity === "ratio" && !b.perSecond) return { ...a, scale: a.scale / b.scale };
  if (same(a, b)) return { quantity: "ratio", perSecond: false, scale: a.scale / b.scale };
  if (b.quantity === "time" && !b.perSecond && !a.perSecond && b.scale === 1) return perSecond(a);
  return undefined;
};

export const multiplied = (
  a: Dimension | undefined,
  b: Dimension | undefined,
): Dimension | undefined => {
  if (a === undefined || b === undefined) return undefined;
  if (a.quantity === "ratio" && !a.perSecond) return { ...b, scale: b.scale * a.scale };
  if (b.quantity === "ratio" && !b.perSecond) return { ...a, scale: a.scale * b.scale };
  return undefined;
};

/** What `rate` makes of it: seconds per second are a ratio. */
export const perSecond = (from: Dimension | undefined): Dimension | undefined => {
  if (from === undefined || from.perSecond) return undefined;
  if (from.quantity === "time") return { quantity: "ratio", perSecond: false, scale: from.scale };
  return { ...from, perSecond: true };
};

const NAMES: readonly (readonly [Quantity, number, string])[] = [
  ["ratio", 1, "a ratio"],
  ["ratio", 100, "percent"],
  ["time", 1, "seconds"],
  ["time", 1000, "milliseconds"],
  ["time", 1e6, "microseconds"],
  ["time", 1e9, "nanoseconds"],
  ["time", 1 / 60, "minutes"],
  ["time", 1 / 3600, "hours"],
  ["time", 1 / 86_400, "days"],
  ["time", 1 / 604_800, "weeks"],
  ["moment", 1, "a Unix time in seconds"],
  ["moment", 1000, "a Unix time in milliseconds"],
  ["data", 1, "bytes"],
  ["data", 8, "bits"],
  ["data", 1e-3, "kB"],
  ["data", 1e-6, "MB"],
  ["data", 1e-9, "GB"],
  ["data", 1e-12, "TB"],
  ["data", 1 / 1024, "KiB"],
  ["data", 1 / 1024 ** 2, "MiB"],
  ["data", 1 / 1024 ** 3, "GiB"],
  ["data", 1 / 1024 ** 4, "TiB"],
  ["temperature", 1, "degrees Celsius"],
  ["voltage", 1, "volts"],
  ["current", 1, "amperes"],
  ["energy", 1, "joules"],
  ["count", 1, "a count"],
];

/** The unit as a person says it: "GiB", "bytes per second". */
export const unitName = ({ quantity, perSecond: rate, scale }: Dimension): string => {
  const found = NAMES.find(([of, factor]) => of === quantity && near(factor, scale));
  const name = found?.[2] ?? `${quantity} in units of ${1 / scale}`;
  return rate ? `${name} per second` : name;
};
