import type { InhibitRule } from "../config/config.ts";
import type { InhibitionRule } from "./inhibition.ts";

/** The rule without the places at which it is written. */
export const inhibitionRuleOf = ({ source, target, equal }: InhibitRule): InhibitionRule => ({
  source,
  target,
  equal: equal.map(({ text }) => text),
});
