import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AlertmanagerVersion } from "../../alertmanager/version.ts";
import type { Problem } from "../../check/tests/problems/problem.ts";
import {
  type AmtoolAnswer,
  labelArguments,
  type RouteSuite,
  routeProblems,
} from "../../check/tests/routes/route-suite.ts";
import type { RouteTest } from "../../check/tests/routes/route-test-file.ts";
import { atMost, runProgram } from "./program.ts";

const TIME_MS = 10_000;
const AT_ONCE = 2;

const ask = async (
  args: readonly string[],
  folder: string,
  number: number,
): Promise<{ readonly succeeded: boolean; readonly text: string }> => {
  const output = join(folder, `amtool-${number}`);
  const end = await runProgram({ program: "amtool", args, folder, output, timeMs: TIME_MS });
  return { succeeded: end.succeeded, text: (await readFile(output, "utf8")).trim() };
};

/** Whose matchers and routes the installed amtool reads. Throws MissingProgram when there is none. */
export const amtoolVersion = async (folder: string): Promise<AlertmanagerVersion> => {
  const { text } = await ask(["--version"], folder, 0);
  const [, major = "0", minor = "28"] = /version (\d+)\.(\d+)/.exec(text) ?? [];
  return Number(major) === 0 && Number(minor) < 28 ? "0.25" : "current";
};

/** What amtool says besides where the alert goes. */
const WARNING = /^Warning: --config\.file .*$/gm;

const answerOf = async (
  test: RouteTest,
  config: string,
  { folder, number }: { readonly folder: string; readonly number: number },
): Promise<AmtoolAnswer> => {
  const args = ["config", "routes", "test", `--config.file=${config}`, ...labelArguments(test)];
  const { succeeded, text } = await ask(args, folder, number);
  const said = text.replaceAll(WARNING, "").trim();
  return succeeded ? { receivers: said } : { error: said };
};

type Job = {
  readonly suite: RouteSuite;
  readonly test: RouteTest;
  readonly config: string;
  readonly number: number;
};

/** Runs all route tests on amtool, and gives what is wrong with them. */
export const runRouteTests = async (
  suites: readonly RouteSuite[],
  folder: string,
): Promise<readonly Problem[]> => {
  const jobs: Job[] = [];
  for (const [index, suite] of suites.entries()) {
    const config = join(folder, `alertmanager-${index}.yml`);
    await writeFile(config, suite.config);
    for (const test of suite.file.tests) {
      jobs.push({ suite, test, config, number: jobs.length + 1 });
    }
  }
  const problems = await atMost(AT_ONCE, jobs, async ({ suite, test, config, number }) =>
    routeProblems(suite, test, await answerOf(test, config, { folder, number })),
  );
  return problems.flat();
};
