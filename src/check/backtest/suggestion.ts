import { SELF_RESOLVED_MS } from "./statistics.ts";
import type { Choice, TradeOff } from "./trade-off.ts";

/** A better setting of an alert, by what it would have done. */
export type Suggestion = { readonly change: "threshold" | "for"; readonly choice: Choice };

/** Fewer firings than this prove nothing. */
const FEWEST_FIRINGS = 3;

/** What a setting costs: firings of no use. */
const noiseOf = ({ falseFirings, selfResolved }: Choice): number => falseFirings ?? selfResolved;

/** Only settings that ask for more: one that asks for less fires for longer, and is no less noise for being one firing. */
const isStricter = (choice: Choice, { present, operator }: TradeOff): boolean => {
  if (choice.forMs !== present.forMs) return choice.forMs > present.forMs;
  const isHigher = choice.threshold > present.threshold;
  return choice.threshold !== present.threshold && isHigher === operator?.startsWith(">");
};

/**
 * The setting with the least noise that finds all that the present one finds, no more than 5 minutes later; none
 * where that would not halve the noise, or where too little has happened to tell.
 */
export const suggestionFrom = (tradeOff: TradeOff): Suggestion | undefined => {
  const { present, thresholds, fors } = tradeOff;
  const noise = noiseOf(present);
  if (present.fired < FEWEST_FIRINGS || noise < FEWEST_FIRINGS) return undefined;
  const isAsGood = (choice: Choice): boolean =>
    isStricter(choice, tradeOff) &&
    choice.missed <= present.missed &&
    choice.laterMs <= SELF_RESOLVED_MS;
  const [best] = [
    ...fors.map((choice) => ({ change: "for" as const, choice })),
    ...thresholds.map((choice) => ({ change: "threshold" as const, choice })),
  ]
    .filter(({ choice }) => isAsGood(choice) && noiseOf(choice) <= noise / 2)
    .toSorted(
      (a, b) => noiseOf(a.choice) - noiseOf(b.choice) || a.choice.laterMs - b.choice.laterMs,
    );
  return best;
};
