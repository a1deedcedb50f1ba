import type { PairClass, Side } from "../../../alertmanager/proof/inhibition-proof.ts";
import { formatDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { arrivalsOf } from "./arrivals.ts";
import { type NearPair, pairWitness } from "./inhibition-deadness.ts";
import { tellingOf } from "./inhibition-timeline.ts";
import {
  type Inhibition,
  inhibitionSubject,
  inhibitionsOf,
  sideNames,
  sidePlace,
} from "./inhibitions.ts";
import { alertName } from "./route-text.ts";

const forMs = ({ rule }: ExaminedAlert): number => rule.for?.ms ?? 0;

/** Rules fire at an evaluation: the first at which the condition has held for as long as `for`. */
const wholeEvaluations = (ms: number, intervalMs: number): number =>
  Math.ceil(ms / intervalMs) * intervalMs;

/** How long after the condition begins the alert fires at the soonest: when it begins with an evaluation. */
const soonestMs = (alert: ExaminedAlert): number =>
  wholeEvaluations(forMs(alert), alert.intervalMs);

/** And at the latest: when it begins just after one. */
const latestMs = (alert: ExaminedAlert): number => soonestMs(alert) + alert.intervalMs;

/** The longest that any of its first notifications waits; for ever when not all ways of it are known. */
const groupWaits = ({ routing }: Inhibition): ReadonlyMap<ExaminedAlert, number> => {
  const waits = new Map<ExaminedAlert, number>();
  for (const { alert, proof } of arrivalsOf(routing).all) {
    if (!proof.complete) waits.set(alert, Number.POSITIVE_INFINITY);
    for (const { routes } of proof.ways) {
      for (const { groupWaitMs } of routes) {
        waits.set(alert, Math.max(waits.get(alert) ?? 0, groupWaitMs));
      }
    }
  }
  return waits;
};

type Runner = { readonly side: Side; readonly alert: ExaminedAlert };

const runners = ({ alertOf }: Inhibition, sides: readonly Side[]): readonly Runner[] =>
  sides.flatMap((side) => {
    const alert = alertOf(side);
    return alert === undefined ? [] : [{ side, alert }];
  });

const most = (all: readonly Runner[], by: (alert: ExaminedAlert) => number): Runner | undefined =>
  all.reduce<Runner | undefined>(
    (best, one) => (best === undefined || by(one.alert) > by(best.alert) ? one : best),
    undefined,
  );

type Race = NearPair & { readonly first: ExaminedAlert; readonly late: ExaminedAlert };

/** The pair of the class that comes nearest to being in time, if all of them are late; undefined when one may not be. */
const lostIn = (
  inhibition: Inhibition,
  { sources, targets }: PairClass,
  waits: ReadonlyMap<ExaminedAlert, number>,
): Race | undefined => {
  const toldMs = (alert: ExaminedAlert) => latestMs(alert) + (waits.get(alert) ?? 0);
  const names = new Set(sideNames(inhibition, targets));
  // A higher threshold of the same alert is crossed later anyway.
  if (sideNames(inhibition, sources).some((name) => names.has(name))) return undefined;
  const soonest = most(runners(inhibition, sources), (alert) => -soonestMs(alert));
  const slowest = most(runners(inhibition, targets), toldMs);
  if (soonest === undefined || slowest === undefined) return undefined;
  if (soonestMs(soonest.alert) <= toldMs(slowest.alert)) return undefined;
  const pair = pairWitness(inhibition, soonest.side, slowest.side);
  return pair && { ...pair, first: slowest.alert, late: soonest.alert };
};

const discoveryOf = (inhibition: Inhibition, examined: Examined): Discovery | undefined => {
  const { classes, complete } = inhibition.proof.pairs();
  const waits = groupWaits(inhibition);
  const lost = classes.map((pairs) => lostIn(inhibition, pairs, waits));
  const [race] = lost;
  if (race === undefined || !complete || lost.includes(undefined)) return undefined;
  const { first, late, witnesses } = race;
  const told = forMs(first) + (waits.get(first) ?? 0);
  return {
    place: sidePlace(inhibition, "source"),
    subject: inhibitionSubject(inhibition),
    message: `this inhibition comes too late: ${alertName(late)} fires ${formatDuration(forMs(late))} after its condition begins, and ${alertName(first)} is told after ${formatDuration(told)}\nit is so of all its pairs when cause and effect begin at the same moment; then only repeats and the end of the target are kept back`,
    help: `let ${alertName(late)} fire before ${formatDuration(told)}, or ${alertName(first)} wait longer (\`for\`, or \`group_wait\` of its route)`,
    ...tellingOf(examined, inhibition, [
      { atMs: forMs(first), labels: witnesses[1] },
      { atMs: forMs(late), labels: witnesses[0] },
    ]),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const inhibition of inhibitionsOf(examined)) {
    const found = discoveryOf(inhibition, examined);
    if (found !== undefined) yield found;
  }
};

export const inhibitionRace: Check = {
  name: "inhibition-race",
  severity: "warning",
  title: "An inhibition whose sources begin to fire only after their targets were told",
  find,
};
