import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { deadnessOf, nearestPair, UNLESS_EXTERNAL } from "./inhibition-deadness.ts";
import { firingTogether } from "./inhibition-timeline.ts";
import {
  equalPlace,
  type Inhibition,
  inhibitionSubject,
  inhibitionsOf,
  sideNames,
} from "./inhibitions.ts";
import { listText } from "./route-text.ts";

const discoveryOf = (inhibition: Inhibition, examined: Examined): Discovery | undefined => {
  const deadness = deadnessOf(inhibition, examined);
  if (deadness?.kind !== "one-sided") return undefined;
  const { label, having, isCertain } = deadness;
  const { sources, targets } = inhibition.proof;
  const other = having === "source" ? "target" : "source";
  const names = (side: "source" | "target") =>
    listText(sideNames(inhibition, side === "source" ? sources : targets));
  const near = nearestPair(inhibition);
  const unless = isCertain ? "" : UNLESS_EXTERNAL;
  return {
    place: equalPlace(inhibition, label),
    subject: inhibitionSubject(inhibition),
    severity: isCertain ? "error" : "warning",
    message: `this inhibition never acts: "${label}" must be equal, and every ${having} has it (${names(having)}) but no ${other} (${names(other)})${unless}`,
    help: `keep ${label} in the expressions of the alerts that lose it, or leave it out of \`equal\``,
    ...(near === undefined ? {} : firingTogether(examined, inhibition, near.witnesses)),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const inhibition of inhibitionsOf(examined)) {
    const found = discoveryOf(inhibition, examined);
    if (found !== undefined) yield found;
  }
};

export const inhibitionEqualOneSided: Check = {
  name: "inhibition-equal-one-sided",
  severity: "error",
  title: "An inhibition with a label in `equal` that only one of its sides carries",
  find,
};
