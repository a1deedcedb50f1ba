import type { Call } from "../syntax/expr.ts";
import { MOMENT } from "./dimension.ts";
import { histogramFunctionFacts } from "./histogram-functions.ts";
import { numberFunction } from "./number-functions.ts";
import { rangeFunctionFacts } from "./range-functions.ts";
import {
  ANYTHING,
  between,
  exactly,
  FINITE,
  integerBetween,
  isNothing,
  NOTHING,
  type ValueFacts,
} from "./value-facts.ts";

/** Functions that change labels or order and leave values alone. */
const NEUTRAL: ReadonlySet<string> = new Set([
  "label_replace",
  "label_join",
  "sort",
  "sort_desc",
  "sort_by_label",
  "sort_by_label_desc",
  "info",
]);

const CALENDAR: Readonly<Record<string, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day_of_week: [0, 6],
  day_of_month: [1, 31],
  day_of_year: [1, 366],
  days_in_month: [28, 31],
  month: [1, 12],
  year: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
};

const presence = (call: Call): ValueFacts => {
  const one = { ...exactly(1), conditional: true };
  const reason = { span: call.span, text: `${call.function} gives 1 or nothing` };
  return { ...one, low: reason, high: reason };
};

const special = (call: Call, value: ValueFacts): ValueFacts | undefined => {
  switch (call.function) {
    case "absent":
    case "absent_over_time":
      return presence(call);
    case "scalar":
      return { ...value, mayBeNaN: true, scalar: true, conditional: false };
    case "vector":
      return { ...value, scalar: false };
    case "time":
      return { ...between(0, Number.POSITIVE_INFINITY), dimension: MOMENT, scalar: true };
    case "timestamp":
      return {
        ...between(0, Number.POSITIVE_INFINITY),
        dimension: MOMENT,
        conditional: value.conditional,
      };
    case "pi":
      return { ...exactly(Math.PI), scalar: true };
    default:
      return undefined;
  }
};

const NEVER_EMPTY: ReadonlySet<string> = new Set(["absent", "absent_over_time", "scalar"]);

/** All values that a function call can give, from those of its arguments. */
export const callFacts = (call: Call, values: readonly ValueFacts[]): ValueFacts => {
  const value = values[0];
  if (values.some(isNothing) && !NEVER_EMPTY.has(call.function)) return NOTHING;
  const fromCalendar = CALENDAR[call.function];
  if (fromCalendar !== undefined) {
    const conditional = value?.conditional ?? false;
    return { ...integerBetween(...fromCalendar), conditional };
  }
  if (NEUTRAL.has(call.function)) return value ?? ANYTHING;
  const ofNumber = numberFunction(call.function);
  if (ofNumber !== undefined && value !== undefined) {
    return { ...ofNumber(value, values[1], values[2]), scalar: false };
  }
  return (
    special(call, value ?? FINITE) ??
    rangeFunctionFacts(call, values) ??
    histogramFunctionFacts(call, values) ??
    ANYTHING
  );
};
