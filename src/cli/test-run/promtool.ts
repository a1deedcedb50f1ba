import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promtoolVerdicts } from "../../check/tests/promtool/promtool-output.ts";
import { type PromtoolTest, RULE_FILE } from "../../check/tests/promtool/promtool-test.ts";
import type { Answer } from "../../check/tests/running/case-result.ts";
import { atMost, runProgram } from "./program.ts";

/** The longest that a run of promtool may take: much more than it does even on a machine that is busy. */
const LEAST_TIME_MS = 60_000;
const TIME_PER_EVALUATION_MS = 5;
/** Whatever it evaluates. */
const MOST_TIME_MS = 300_000;
/** promtool uses one core. */
const AT_ONCE = 2;

/** Measured: a test takes some 10 ms of its own, and an evaluation some 60 µs. */
const COST_OF_TEST = 150;
const MOST_COST_OF_BATCH = 20_000;
/** Below this the start of one more promtool takes longer than it saves. */
const LEAST_COST_OF_BATCH = 1000;

type Asked = { readonly test: PromtoolTest; readonly path: string };

const written = async (test: PromtoolTest, folder: string): Promise<Asked> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "test.yml");
  await writeFile(join(folder, RULE_FILE), test.rules);
  await writeFile(path, test.tests);
  return { test, path };
};

const costOf = ({ evaluations }: PromtoolTest): number => COST_OF_TEST + evaluations;

/** Runs of about the same length, so many that every core has one where that is worth while. */
const batches = (tests: readonly PromtoolTest[]): PromtoolTest[][] => {
  const share = tests.reduce((sum, test) => sum + costOf(test), 0) / AT_ONCE;
  const full = Math.min(MOST_COST_OF_BATCH, Math.max(LEAST_COST_OF_BATCH, share));
  const found: PromtoolTest[][] = [];
  let cost = full;
  for (const test of tests) {
    if (cost >= full) {
      found.push([]);
      cost = 0;
    }
    found.at(-1)?.push(test);
    cost += costOf(test);
  }
  return found;
};

/** Tests that take too long are given up one at a time, and after so many of them all that are left. */
const MOST_TIMEOUTS = 3;

type Answers = Map<PromtoolTest, Answer>;

/** Notes what promtool said; gives the tests that it did not come to. */
const noted = async (asked: readonly Asked[], folder: string, answers: Answers) => {
  const output = join(folder, "output");
  const evaluations = asked.reduce((sum, { test }) => sum + test.evaluations, 0);
  const timeMs = Math.min(LEAST_TIME_MS + evaluations * TIME_PER_EVALUATION_MS, MOST_TIME_MS);
  const run = { program: "promtool" as const, folder, output, timeMs };
  const args = ["test", "rules", ...asked.map(({ path }) => path)];
  const { timedOut } = await runProgram({ ...run, args });
  const text = await readFile(output, "utf8");
  const verdicts = promtoolVerdicts({ text, ended: !timedOut });
  const left = asked.filter(({ path }) => !verdicts.has(path));
  for (const { test, path } of asked) {
    const verdict = verdicts.get(path);
    if (verdict !== undefined) answers.set(test, verdict);
  }
  if (timedOut) return left;
  for (const { test } of left) answers.set(test, [{ kind: "refusal", error: text.trim() }]);
  return [];
};

const runBatch = async (tests: readonly PromtoolTest[], folder: string): Promise<Answers> => {
  const answers: Answers = new Map();
  await mkdir(folder, { recursive: true });
  let left = await Promise.all(
    tests.map((test, index) => written(test, join(folder, String(index)))),
  );
  for (let timeouts = 0; left.length > 0; timeouts++) {
    const [slow, ...others] = await noted(left, folder, answers);
    if (slow !== undefined) answers.set(slow.test, "timed-out");
    left = timeouts < MOST_TIMEOUTS ? others : [];
  }
  await rm(folder, { recursive: true, force: true });
  return answers;
};

/** Asks promtool; gives an answer for each test. */
export type AskPromtool = (
  tests: readonly PromtoolTest[],
) => Promise<ReadonlyMap<PromtoolTest, Answer>>;

/** A promtool whose files lie below the folder while it runs. */
export const promtoolIn = (folder: string): AskPromtool => {
  let runs = 0;
  return async (tests) => {
    const answers = await atMost(AT_ONCE, batches(tests), (batch) => {
      runs += 1;
      return runBatch(batch, join(folder, `run-${runs}`));
    });
    const all = new Map(answers.flatMap((each) => [...each]));
    return new Map(tests.map((test) => [test, all.get(test) ?? "timed-out"]));
  };
};
