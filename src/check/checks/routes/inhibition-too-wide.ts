import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { apart, type WidePair, widePairs } from "./inhibition-breadth.ts";
import { pairWitness, UNLESS_EXTERNAL } from "./inhibition-deadness.ts";
import { firingTogether } from "./inhibition-timeline.ts";
import {
  equalPlace,
  type Inhibition,
  inhibitionSubject,
  inhibitionsOf,
  sideNames,
} from "./inhibitions.ts";
import { listText } from "./route-text.ts";

const pairText = (inhibition: Inhibition, { source, target }: WidePair): string => {
  const [a = ""] = sideNames(inhibition, [source]);
  const [b = ""] = sideNames(inhibition, [target]);
  return a === b ? a : `${a} over ${b}`;
};

const wide = (
  inhibition: Inhibition,
  pairs: readonly WidePair[],
  examined: Examined,
): Discovery | undefined => {
  const [pair] = pairs;
  const witnesses = pair && apart(inhibition, pair);
  if (pair === undefined || witnesses === undefined) return undefined;
  const { ignored, lacking } = pair;
  const [source = ""] = sideNames(inhibition, [pair.source]);
  const [target = ""] = sideNames(inhibition, [pair.target]);
  const why =
    lacking.length > 0
      ? `neither ever has ${listText(lacking.map((label) => `"${label}"`))}, which makes it equal`
      : `nothing in \`equal\` tells them apart`;
  const others =
    pairs.length > 1
      ? `\nit is so of ${listText(pairs.map((each) => pairText(inhibition, each)))}`
      : "";
  const assumed = lacking.length > 0 && examined.prometheus === undefined ? UNLESS_EXTERNAL : "";
  return {
    place: equalPlace(inhibition, lacking[0]),
    subject: inhibitionSubject(inhibition),
    message: `${source} of one ${ignored} keeps back ${target} of every other: ${why}${others}${assumed}`,
    help: `add ${ignored} to \`equal\`, or give such alerts an inhibition of their own`,
    ...firingTogether(examined, inhibition, witnesses),
  };
};

/** Any alert of one kind over any of another, with nothing that they must have in common. */
const boundless = (inhibition: Inhibition, examined: Examined): Discovery | undefined => {
  const { rule, proof } = inhibition;
  if (rule.equal.length > 0) return undefined;
  const [first] = proof.pairs().classes;
  const sources = sideNames(inhibition, proof.sources);
  const targets = sideNames(inhibition, proof.targets);
  if (first?.isCertain !== true || sources.length < 2 || targets.length < 2) return undefined;
  const unlike = first.targets.find((target) => sideNames(inhibition, [target])[0] !== sources[0]);
  const [source] = first.sources;
  const pair = source && unlike && pairWitness(inhibition, source, unlike);
  if (pair === undefined) return undefined;
  return {
    place: equalPlace(inhibition),
    subject: inhibitionSubject(inhibition),
    message: `any of ${listText(sources)} keeps back all of ${listText(targets)}, whatever they are about: there is no \`equal\``,
    help: "name in `equal` what cause and effect have in common, such as the cluster, the service or the instance",
    ...firingTogether(examined, inhibition, pair.witnesses),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const inhibition of inhibitionsOf(examined)) {
    const found =
      boundless(inhibition, examined) ?? wide(inhibition, widePairs(inhibition), examined);
    if (found !== undefined) yield found;
  }
};

export const inhibitionTooWide: Check = {
  name: "inhibition-too-wide",
  severity: "warning",
  title: "An inhibition by which alerts keep back others that have nothing to do with them",
  find,
};
