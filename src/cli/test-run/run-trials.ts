import { momentsOf } from "../../check/tests/trials/timeless.ts";
import type { Trial, TrialOutcome } from "../../check/tests/trials/trial.ts";
import { type TrialTest, trialAnswers, trialTests } from "../../check/tests/trials/trial-test.ts";
import type { AskPromtool } from "./promtool.ts";

/** Each repetition leaves out at least one trial of every run that is repeated, so that this is enough. */
const MOST_REPETITIONS = 100;

const decided = async (
  tests: readonly TrialTest[],
  ask: AskPromtool,
): Promise<{ outcomes: Map<Trial, TrialOutcome>; again: readonly Trial[] }> => {
  const answers = await ask(tests.map(({ test }) => test));
  const read = tests.map((test) => trialAnswers(test, answers.get(test.test) ?? "timed-out"));
  return {
    outcomes: new Map(read.flatMap((each) => [...each.outcomes])),
    again: read.flatMap((each) => each.again),
  };
};

const runParts = async (
  trials: readonly Trial[],
  ask: AskPromtool,
): Promise<ReadonlyMap<Trial, TrialOutcome>> => {
  const outcomes = new Map<Trial, TrialOutcome>();
  let left = trials;
  for (let round = 0; left.length > 0 && round < MOST_REPETITIONS; round++) {
    const { outcomes: found, again } = await decided(trialTests(left), ask);
    for (const [trial, outcome] of found) outcomes.set(trial, outcome);
    left = again;
  }
  return outcomes;
};

const joined = (outcomes: readonly TrialOutcome[]): TrialOutcome => {
  const known = outcomes.filter((outcome) => outcome !== "undecided");
  const noticedBy = new Set(known.flatMap((outcome) => [...outcome.noticedBy]));
  return noticedBy.size === 0 && known.length < outcomes.length ? "undecided" : { noticedBy };
};

/** Decides all trials on promtool. */
export const runTrials = async (
  trials: readonly Trial[],
  ask: AskPromtool,
): Promise<ReadonlyMap<Trial, TrialOutcome>> => {
  const parts = trials.map((trial) => ({ trial, moments: momentsOf(trial) }));
  const outcomes = await runParts(
    parts.flatMap(({ moments }) => moments),
    ask,
  );
  return new Map(
    parts.map(({ trial, moments }) => [
      trial,
      joined(moments.map((moment) => outcomes.get(moment) ?? "undecided")),
    ]),
  );
};
