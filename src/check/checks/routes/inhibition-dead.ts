import type { Matcher } from "../../../labels/matcher.ts";
import { suggestionFor } from "../../../lib/suggestion.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { carriedLabel, mayHaveValue, namedValues, namesAlerts } from "./carried-values.ts";
import { type Deadness, deadnessOf, nearestPair, UNLESS_EXTERNAL } from "./inhibition-deadness.ts";
import { firingTogether } from "./inhibition-timeline.ts";
import {
  equalPlace,
  type Inhibition,
  inhibitionSubject,
  inhibitionsOf,
  sideNames,
  sidePlace,
} from "./inhibitions.ts";
import { listText, matchersText } from "./route-text.ts";

/** What was probably meant by values that no alert has. */
const suggestionsFor = ({ routing }: Inhibition, matchers: readonly Matcher[]): string[] =>
  matchers.flatMap((matcher) => {
    const carried = carriedLabel(routing, matcher.name);
    return (namedValues(matcher) ?? []).flatMap((value) => {
      const near = mayHaveValue(carried, value) ? undefined : suggestionFor(value, carried.values);
      return near === undefined ? [] : [`${matcher.name}="${near}"`];
    });
  });

const nothingOnSide = (
  inhibition: Inhibition,
  side: "source" | "target",
): Discovery | undefined => {
  const matchers = inhibition.rule[side];
  if (matchers.some(namesAlerts)) return undefined;
  const suggestions = suggestionsFor(inhibition, matchers);
  return {
    place: sidePlace(inhibition, side),
    subject: inhibitionSubject(inhibition),
    severity: suggestions.length > 0 ? "warning" : "info",
    message: `this inhibition never acts: no alert of this set can be its ${side}, none has ${matchersText(matchers)}`,
    help:
      suggestions.length > 0
        ? `did you mean ${listText(suggestions)}?`
        : "correct the matchers, or remove the inhibition, unless alerts of other rules have these labels",
  };
};

const causeText = (inhibition: Inhibition, deadness: Deadness): string => {
  const { equal } = inhibition.rule;
  const quoted = (labels: readonly string[]) => listText(labels.map((label) => `"${label}"`));
  if (deadness.kind === "unequal") {
    return `no target can have the same ${quoted(deadness.labels)} as any source`;
  }
  return `no target can have the same ${quoted(equal)} as one and the same source`;
};

const mend = (inhibition: Inhibition, deadness: Deadness): string => {
  const culprits = deadness.kind === "unequal" ? deadness.labels : [];
  const left = inhibition.rule.equal.filter((label) => !culprits.includes(label));
  return left.length > 0
    ? `leave ${listText(culprits)} out of \`equal\` and name by their matchers which alerts are the cause of which`
    : "name in `equal` labels that both sides carry, such as the service or the instance";
};

/** Whether another inhibition with the same `equal` acts: then this one may be for alerts that are not in the set. */
const hasActingSibling = (inhibition: Inhibition, examined: Examined): boolean => {
  const keyOf = ({ rule }: Inhibition) => rule.equal.toSorted().join(",");
  return inhibitionsOf(examined).some(
    (other) =>
      other.routing === inhibition.routing &&
      keyOf(other) === keyOf(inhibition) &&
      deadnessOf(other, examined) === undefined,
  );
};

const neverEqual = (inhibition: Inhibition, deadness: Deadness, examined: Examined): Discovery => {
  const near = nearestPair(inhibition);
  const place = equalPlace(
    inhibition,
    deadness.kind === "unequal" ? deadness.labels[0] : undefined,
  );
  const [source, target] =
    near === undefined
      ? []
      : [...sideNames(inhibition, [near.source]), ...sideNames(inhibition, [near.target])];
  const example =
    source === undefined || target === undefined
      ? ""
      : `\nnothing keeps ${target} back while ${source} is firing`;
  const unless = deadness.isCertain ? "" : UNLESS_EXTERNAL;
  const isOneOfSeveral = hasActingSibling(inhibition, examined);
  const sibling = isOneOfSeveral
    ? "\nanother inhibition with the same `equal` acts: this one may be for alerts that are not in this set"
    : "";
  return {
    place,
    subject: inhibitionSubject(inhibition),
    severity: deadness.isCertain && !isOneOfSeveral ? "error" : "warning",
    message: `this inhibition never acts: ${causeText(inhibition, deadness)}${example}${unless}${sibling}`,
    help: mend(inhibition, deadness),
    ...(near === undefined ? {} : firingTogether(examined, inhibition, near.witnesses)),
  };
};

const discoveryOf = (inhibition: Inhibition, examined: Examined): Discovery | undefined => {
  const deadness = deadnessOf(inhibition, examined);
  switch (deadness?.kind) {
    case "no source":
      return nothingOnSide(inhibition, "source");
    case "no target":
      return nothingOnSide(inhibition, "target");
    case "unequal":
    case "never together":
      return neverEqual(inhibition, deadness, examined);
    case "one-sided":
    case "both sides":
    case undefined:
      return undefined;
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const inhibition of inhibitionsOf(examined)) {
    const found = discoveryOf(inhibition, examined);
    if (found !== undefined) yield found;
  }
};

export const inhibitionDead: Check = {
  name: "inhibition-dead",
  severity: "error",
  title: "An inhibition that keeps nothing back, since no two alerts can have its labels equal",
  find,
};
