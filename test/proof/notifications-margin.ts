import type { Random } from "../../src/lib/random.ts";
import type { Scenario, ScenarioTimes } from "./notifications-scenario.ts";
import { firstDifference, simulatedSequences } from "./notifications-sequence.ts";

const SHAKES = 40;

/** Timers of a real program go off late, by a little each time. */
const LATE_MS = [0, 4, 12] as const;

/** The same with everything up to `marginMs` earlier or later, each thing by its own. */
const shaken = (times: ScenarioTimes, marginMs: number, random: Random): ScenarioTimes => {
  const shakes = new Map<object, number>();
  const shakeOf = (thing: object): number => {
    const shake = shakes.get(thing) ?? Math.round((2 * random.fraction() - 1) * marginMs);
    shakes.set(thing, shake);
    return shake;
  };
  return {
    ...times,
    startedAt: times.startedAt + shakeOf({}),
    latencyMs: times.latencyMs + Math.round(random.fraction() * 60),
    extraMs: LATE_MS[Math.floor(random.fraction() * LATE_MS.length)] ?? 0,
    postAt: (post) => times.postAt(post) + shakeOf(post),
    silenceFrom: (silence) => times.silenceFrom(silence) + shakeOf(silence),
    silenceTo: (silence) => times.silenceTo(silence) + shakeOf(silence.matchers),
    // Only earlier: what is resolved as it arrives stays so.
    endAt: (alert) => {
      const at = times.endAt(alert);
      return at === undefined ? undefined : at - Math.abs(shakeOf(alert));
    },
  };
};

/**
 * Whether the scenario comes to the same when things happen up to `marginMs` earlier or later, so that a real
 * program, which is never exact, can be held against it.
 */
export const hasMargin = (
  scenario: Scenario,
  times: ScenarioTimes,
  { marginMs, random }: { marginMs: number; random: Random },
): boolean => {
  const expected = simulatedSequences(scenario, times);
  for (let shake = 0; shake < SHAKES; shake++) {
    const found = simulatedSequences(scenario, shaken(times, marginMs, random));
    if (firstDifference(expected, found, 3 * marginMs) !== undefined) return false;
  }
  return true;
};
