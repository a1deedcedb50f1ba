import {
  compare,
  type Decimal,
  divide,
  multiply,
  parseDecimal,
  subtract,
  whole,
} from "../lib/decimal.ts";
import { durationMs } from "../lib/duration.ts";
import type { Availability, BurnWindow } from "../model/objective.ts";

const percentage = (text: string): Decimal => {
  const value = parseDecimal(text);
  if (value === undefined) throw new Error(`not a percentage: "${text}"`);
  return value;
};

/** The share of events that may be bad: 0.001 of a target of 99.9%. */
export const errorBudget = ({ target }: Pick<Availability, "target">): Decimal =>
  subtract(whole(1), percentage(target));

/**
 * How many times faster than allowed the budget goes, when `budget` of it goes in the long window:
 * budget × window / long. 14.4 for 2% in 1h of 30d.
 * Beyer et al., The Site Reliability Workbook, chapter 5.
 */
export const burnFactor = (window: string, { long, budget }: BurnWindow): Decimal =>
  divide(multiply(percentage(budget), whole(durationMs(window))), whole(durationMs(long)));

/** The ratio of bad events above which the window burns too fast: 0.0144 for 14.4 of 99.9%. */
export const ratioThreshold = (objective: Availability, window: BurnWindow): Decimal =>
  multiply(burnFactor(objective.window, window), errorBudget(objective));

/** Why the window could never alert, or would alert while all is well; undefined when it is sound. */
export const burnWindowFault = (
  objective: Availability,
  window: BurnWindow,
): string | undefined => {
  if (durationMs(window.short) >= durationMs(window.long)) {
    return "the short window must be shorter than the long one";
  }
  if (compare(ratioThreshold(objective, window), whole(1)) >= 0) {
    return "it can never fire, as not even a total outage burns the budget that fast";
  }
  if (compare(burnFactor(objective.window, window), whole(1)) <= 0) {
    return "it would fire at a rate that leaves the objective met";
  }
  return undefined;
};
