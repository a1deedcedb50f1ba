import type { Dimension } from "../../../promql/values/dimension.ts";

type Quantity = Dimension["quantity"];

/** How people write units after a number: the quantity, and how many of the unit are one base unit. */
const UNITS: readonly (readonly [RegExp, Quantity, number])[] = [
  [/^\s?(?:%|percent\b)/, "ratio", 100],
  [/^\s?(?:ms|milliseconds?|millis)\b/, "time", 1000],
  [/^\s?(?:s|secs?|seconds?)\b/, "time", 1],
  [/^\s?(?:min|mins|minutes?)\b/, "time", 1 / 60],
  [/^\s?(?:h|hours?)\b/, "time", 1 / 3600],
  [/^\s?days?\b/, "time", 1 / 86_400],
  [/^\s?(?:B|bytes)\b/, "data", 1],
  [/^\s?(?:KiB|Ki)\b/, "data", 1 / 1024],
  [/^\s?(?:MiB|Mi)\b/, "data", 1 / 1024 ** 2],
  [/^\s?(?:GiB|Gi)\b/, "data", 1 / 1024 ** 3],
  [/^\s?(?:TiB|Ti)\b/, "data", 1 / 1024 ** 4],
  [/^\s?[kK]B\b/, "data", 1e-3],
  [/^\s?MB\b/, "data", 1e-6],
  [/^\s?GB\b/, "data", 1e-9],
  [/^\s?TB\b/, "data", 1e-12],
];

export type PrintedUnit = {
  readonly quantity: Quantity;
  readonly scale: number;
  /** As written. */
  readonly text: string;
};

/** The unit that a text begins with. */
export const printedUnit = (text: string): PrintedUnit | undefined => {
  for (const [pattern, quantity, scale] of UNITS) {
    const found = pattern.exec(text);
    if (found !== null) return { quantity, scale, text: found[0].trim() };
  }
  return undefined;
};
