import type { Clock, Instant } from "../clock.ts";
import type { Stack } from "../stack/stack.ts";
import { waitUntil } from "../stack/wait-until.ts";
import type { Narrator } from "./narrator.ts";
import type { Sighting } from "./sighting.ts";
import type { Watch } from "./watch.ts";

/** One performance of a scenario on one stack. */
export type Run = {
  stack: Stack;
  clock: Clock;
  signal: AbortSignal;
  watch: Watch;
  narrator: Narrator;
  /** When the fault was made and when it was cured; the first of each. */
  moments: { fault?: Instant; cure?: Instant };
};

/** One thing that the demonstration does or waits for. */
export type Step = (run: Run) => Promise<void>;

/** The longest that anything takes at the pace of the demonstration, with room for a slow machine. */
const PATIENCE_MS = 240_000;

export const untilTrue = async (
  run: Run,
  what: string,
  look: () => boolean | Promise<boolean>,
): Promise<void> => {
  run.narrator.waiting(what);
  await waitUntil(async () => ((await look()) ? true : undefined), {
    what,
    timeoutMs: PATIENCE_MS,
    clock: run.clock,
    signal: run.signal,
  });
};

/** Waits until something like this has been seen, now or earlier in this run. */
export const untilSeen = async (
  run: Run,
  what: string,
  matches: (sighting: Sighting) => boolean,
): Promise<void> => untilTrue(run, what, () => run.watch.sightings().some(matches));

export const act = (run: Run, text: string): Instant => {
  const at = run.clock.now();
  run.watch.note({ kind: "act", at, text });
  return at;
};
