import type { Dimension } from "../../../promql/values/dimension.ts";
import type { ValueFacts } from "../../../promql/values/value-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import { printedUnit } from "./printed-unit.ts";
import {
  inPrintedValues,
  type PrintedValue,
  printedExample,
  valueFactsOf,
} from "./printed-value.ts";
import { shownBy } from "./query-verdicts.ts";

/** Formats that print all digits. */
const ALL_DIGITS = /%[-+ #0]*\d*[vsge]/;

const isRaw = ({ through }: PrintedValue): boolean =>
  through.every(
    ({ name, format }) =>
      name === "print" ||
      name === "html" ||
      (name === "printf" && format !== undefined && ALL_DIGITS.test(format)),
  );

type Reading = { readonly value: number; readonly what: string; readonly help: string };

const ofDimension = ({ quantity, scale, perSecond }: Dimension): Reading | undefined => {
  if (quantity === "ratio") {
    return scale === 1
      ? { value: 1 / 14, what: "a ratio", help: "`| humanizePercentage`" }
      : { value: 280 / 3, what: "a percentage", help: '`| printf "%.1f"`' };
  }
  if (quantity === "data") {
    const value = 2_362_232_012 * scale;
    const help = scale === 1 ? "`| humanize1024`, with B behind it" : '`| printf "%.1f"`';
    return { value, what: perSecond ? "bytes per second" : "an amount of bytes", help };
  }
  if (quantity === "time" && !perSecond) {
    const help = scale === 1 ? "`| humanizeDuration`" : '`| printf "%.1f"`';
    return { value: (310 / 3) * scale, what: "a duration", help };
  }
  if (quantity === "moment") {
    return { value: 1_790_000_000, what: "a Unix time", help: "`| humanizeTimestamp`" };
  }
  return undefined;
};

const RATE: Reading = { value: 209 / 60, what: "a rate", help: "`| humanize`" };
const QUOTIENT: Reading = { value: 209 / 60, what: "a quotient", help: "`| humanize`" };

/** What an unformatted value looks like; undefined where it is a whole number, or nothing is known of it. */
const readingOf = ({ integer, dimension, share, origin, min, max }: ValueFacts, text: string) => {
  const small = integer && dimension?.quantity !== "data" && dimension?.quantity !== "moment";
  if (small || min === max) return undefined;
  if (share && dimension === undefined)
    return ofDimension({ quantity: "ratio", scale: 1, perSecond: false });
  const found = dimension === undefined ? undefined : ofDimension(dimension);
  if (found !== undefined) return found;
  if (/\brate\s*\(/.test(text)) return RATE;
  return origin === undefined && text.includes("/") ? QUOTIENT : undefined;
};

const discovery = (printed: PrintedValue): Discovery | undefined => {
  const { alert, action, after, place, annotation } = printed;
  if (!isRaw(printed)) return undefined;
  const reading = readingOf(valueFactsOf(alert), alert.query.text);
  if (reading === undefined) return undefined;
  const unit = printedUnit(after);
  const end = unit === undefined ? 0 : after.indexOf(unit.text) + unit.text.length;
  const example = printedExample(alert, action + after.slice(0, end), reading.value);
  if (example === undefined || example.output.length < 8) return undefined;
  return {
    place,
    subject: alert.rule.name.text,
    message: `${annotation.name.text} prints ${reading.what} with all its digits`,
    help: `print it with ${reading.help}`,
    ...shownBy(example),
  };
};

export const valueUnreadable: Check = {
  name: "value-unreadable",
  severity: "info",
  title: "A value that an annotation prints with more digits than anybody reads at night",
  find: (examined) => inPrintedValues(examined, discovery),
};
