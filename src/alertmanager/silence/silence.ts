import type { Labels } from "../../labels/labels.ts";
import { compileMatchers } from "../../labels/match.ts";
import type { Matcher } from "../../labels/matcher.ts";
import type { Instant } from "../../lib/clock.ts";

/** A time in which alerts that pass all matchers are not notified. */
export type Silence = {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  /** Included. */
  readonly startsAt: Instant;
  /** Not included. */
  readonly endsAt: Instant;
};

/** Where a silence stands at a moment, in Alertmanager's words. */
export type SilenceState = "pending" | "active" | "expired";

/** A silence is active from its start up to, but not at, its end. */
export const silenceState = (
  { startsAt, endsAt }: Pick<Silence, "startsAt" | "endsAt">,
  now: Instant,
): SilenceState => {
  if (now < startsAt) return "pending";
  return now < endsAt ? "active" : "expired";
};

const tests = new WeakMap<readonly Matcher[], (labels: Labels) => boolean>();

const testOf = ({ matchers }: Silence): ((labels: Labels) => boolean) => {
  const known = tests.get(matchers);
  if (known !== undefined) return known;
  const test = compileMatchers(matchers);
  tests.set(matchers, test);
  return test;
};

/** Whether the silence is about an alert with these labels, whenever it is active. */
export const isAbout = (silence: Silence, labels: Labels): boolean => testOf(silence)(labels);

/** The silences that are active at the moment and about an alert with these labels, in the order given. */
export const silencedBy = (
  silences: readonly Silence[],
  labels: Labels,
  now: Instant,
): readonly Silence[] =>
  silences.filter((silence) => silenceState(silence, now) === "active" && isAbout(silence, labels));
