import { findCircle, type InhibitionCircle } from "../../../alertmanager/proof/inhibition-proof.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { deadnessOf, nearestPair } from "./inhibition-deadness.ts";
import { firingTogether } from "./inhibition-timeline.ts";
import {
  arrivingIn,
  type Inhibition,
  inhibitionSubject,
  inhibitionsOf,
  sideNames,
  sidePlace,
} from "./inhibitions.ts";
import { listText } from "./route-text.ts";

/** Both sides are the same alerts, which never keep each other back. */
const idle = (inhibition: Inhibition, examined: Examined): Discovery | undefined => {
  if (deadnessOf(inhibition, examined)?.kind !== "both sides") return undefined;
  const near = nearestPair(inhibition);
  return {
    place: sidePlace(inhibition, "target"),
    subject: inhibitionSubject(inhibition),
    message: `this inhibition never acts: all of ${listText(sideNames(inhibition, inhibition.proof.targets))} match both its sides, and an alert that does is not kept back by another that does too`,
    help: "give the source a matcher that its targets do not pass",
    ...(near === undefined ? {} : firingTogether(examined, inhibition, near.witnesses)),
  };
};

/** Alerts that match both sides, although others match one only. */
const twoSided = (inhibition: Inhibition): Discovery | undefined => {
  const { proof, alertOf } = inhibition;
  const targets = new Set(proof.targets.flatMap(({ alert, isWhole }) => (isWhole ? [alert] : [])));
  const both = proof.sources.filter(({ alert, isWhole }) => isWhole && targets.has(alert));
  const [first] = both;
  if (first === undefined || alertOf(first) === undefined) return undefined;
  return {
    place: sidePlace(inhibition, "target"),
    subject: inhibitionSubject(inhibition),
    severity: "info",
    message: `${listText(sideNames(inhibition, both))} match both sides of this inhibition: they keep others back, but never each other`,
    help: "let the matchers of source and target exclude each other, so that it is plain what keeps back what",
  };
};

const circle = (
  first: Inhibition,
  second: Inhibition,
  { found, examined }: { readonly found: InhibitionCircle; readonly examined: Examined },
): Discovery => {
  const [a, b] = found.sides;
  const [one = "one alert"] = a === undefined ? [] : sideNames(first, [a]);
  const [other = "another"] = b === undefined ? [] : sideNames(first, [b]);
  const { file, line } = first.written.place;
  const where = file === second.written.place.file ? `on line ${line}` : `at ${file}:${line}`;
  return {
    place: sidePlace(second, "source"),
    subject: inhibitionSubject(second),
    message: `${other} keeps back ${one}, and by the inhibition ${where} ${one} keeps back ${other}: when both fire, nobody is told of either`,
    help: "decide which of the two is the cause, and remove or narrow the inhibition of the other",
    ...firingTogether(examined, first, found.witnesses.witnesses),
  };
};

/** More pairs of inhibitions than these are not looked at. */
const MOST_PAIRS = 5_000;

/** Inhibitions of one Alertmanager of which each has sources among the targets of the other. */
const facing = function* (inhibitions: readonly Inhibition[]) {
  const known = inhibitions.map((inhibition) => ({
    inhibition,
    sources: new Set(inhibition.proof.sources.map(({ alert }) => alert)),
    targets: new Set(inhibition.proof.targets.map(({ alert }) => alert)),
  }));
  let count = 0;
  const meets = (a: ReadonlySet<number>, b: ReadonlySet<number>) =>
    a.values().some((alert) => b.has(alert));
  for (const [index, first] of known.entries()) {
    for (const second of known.slice(index + 1)) {
      if (first.inhibition.routing !== second.inhibition.routing) continue;
      if (++count > MOST_PAIRS) return;
      if (meets(first.targets, second.sources) && meets(second.targets, first.sources)) {
        yield [first.inhibition, second.inhibition] as const;
      }
    }
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const inhibitions = inhibitionsOf(examined);
  for (const inhibition of inhibitions) {
    const found = idle(inhibition, examined) ?? twoSided(inhibition);
    if (found !== undefined) yield found;
  }
  for (const [first, second] of facing(inhibitions)) {
    const found = findCircle(arrivingIn(examined).columns, [first.rule, second.rule]);
    if (found !== undefined) yield circle(first, second, { found, examined });
  }
};

export const inhibitionCycle: Check = {
  name: "inhibition-cycle",
  severity: "error",
  title: "Alerts that keep each other back, so that nobody is told of any",
  find,
};
