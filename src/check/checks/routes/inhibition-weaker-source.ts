import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { firingTogether } from "./inhibition-timeline.ts";
import { isNamedSignal, type WeakerPair, weakerPairs } from "./inhibition-urgency.ts";
import {
  type Inhibition,
  inhibitionSubject,
  inhibitionsOf,
  sideNames,
  sidePlace,
} from "./inhibitions.ts";
import { listText } from "./route-text.ts";

const levelText = (inhibition: Inhibition, { side, severity }: WeakerPair["sourceLevel"]): string =>
  `${sideNames(inhibition, [side])[0] ?? "an alert"} (${severity})`;

const discovery = (
  inhibition: Inhibition,
  pairs: readonly WeakerPair[],
  examined: Examined,
): Discovery | undefined => {
  const [gravest] = pairs;
  if (gravest === undefined) return undefined;
  const { sourceLevel, targetLevel, source } = gravest;
  const isGrave = targetLevel.rank === 0 && !isNamedSignal(inhibition, source, examined);
  const others = [
    ...new Set(pairs.slice(1).map((pair) => levelText(inhibition, pair.targetLevel))),
  ].filter((text) => text !== levelText(inhibition, targetLevel));
  const more = others.length === 0 ? "" : `\nit does the same to ${listText(others)}`;
  return {
    place: sidePlace(inhibition, "source", examined.settings.severityLabel),
    subject: inhibitionSubject(inhibition),
    severity: isGrave ? "error" : "warning",
    message: `${levelText(inhibition, sourceLevel)} keeps back ${levelText(inhibition, targetLevel)}, which is the more urgent: while the lesser one fires, nobody is told of the graver${more}`,
    help: `let only alerts at least as urgent be sources, as with ${examined.settings.severityLabel}="${targetLevel.severity}", or leave ${targetLevel.severity} out of the targets`,
    ...firingTogether(examined, inhibition, gravest.witnesses),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const inhibition of inhibitionsOf(examined)) {
    const found = discovery(inhibition, weakerPairs(inhibition, examined), examined);
    if (found !== undefined) yield found;
  }
};

export const inhibitionWeakerSource: Check = {
  name: "inhibition-weaker-source",
  severity: "error",
  title: "An inhibition by which an alert keeps back a more urgent one",
  find,
};
