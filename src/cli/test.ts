import { type Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import type { Problem } from "../check/tests/problems/problem.ts";
import { testJson } from "../check/tests/report/json.ts";
import { junitReport } from "../check/tests/report/junit.ts";
import { type TestReport, testReport } from "../check/tests/report/test-report.ts";
import { testText } from "../check/tests/report/text.ts";
import type { Input } from "./check/read-definitions.ts";
import { progressOn } from "./progress.ts";
import { amtoolVersion } from "./test-run/amtool.ts";
import { promtoolIn } from "./test-run/promtool.ts";
import { readTestFiles, testSet } from "./test-run/read-test-set.ts";
import { runTests } from "./test-run/run-tests.ts";
import { inTemporaryFolder } from "./test-run/temporary-folder.ts";

const FORMATS = ["text", "json", "junit"] as const;
type Format = (typeof FORMATS)[number];

type TestOptions = {
  readonly format: Format;
  readonly mutation: boolean;
  readonly minScore?: number;
};

const percentOf = (text: string): number => {
  const percent = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && percent <= 100) return percent;
  throw new InvalidArgumentError("It must be a number from 0 to 100.");
};

const written = (report: TestReport, format: Format): string => {
  switch (format) {
    case "json":
      return testJson(report);
    case "junit":
      return junitReport(report);
    case "text":
      return testText(report, pc);
  }
};

/** What is wrong with an alert that definitions make is to be mended where the alert is defined. */
const movedTo = (one: Problem, { compiled, placeOfAlert }: Input): Problem => {
  const place = compiled.has(one.place.file) ? placeOfAlert?.(one.subject) : undefined;
  return place === undefined ? one : { ...one, place };
};

const test = async (paths: readonly string[], options: TestOptions): Promise<number> => {
  const files = await readTestFiles(paths);
  const progress = progressOn(process.stderr);
  const run = await inTemporaryFolder(async (folder) => {
    const hasRoutes = testSet(files, "current").routeTests.length > 0;
    const version = hasRoutes ? await amtoolVersion(folder) : "current";
    const wanted = {
      mutation: options.mutation,
      leastScore: options.minScore === undefined ? undefined : options.minScore / 100,
    };
    return await runTests(testSet(files, version), wanted, {
      ask: promtoolIn(folder),
      progress,
      folder,
      version,
    });
  }).finally(progress.clear);
  const found = testReport(run);
  const report = { ...found, problems: found.problems.map((one) => movedTo(one, files.input)) };
  process.stdout.write(written(report, options.format));
  return report.problems.length === 0 ? 0 : 1;
};

export const addTest = (program: Command, exit: (code: number) => void): void => {
  program
    .command("test")
    .summary("run rule tests and route tests, and say what they leave untested")
    .description(
      "Runs rule tests on promtool and route tests on amtool. Fails as well on alerts without examples, on tests\n" +
        "that cannot fail and on names that match nothing, and counts the small mistakes in rules that the tests\n" +
        "would notice. Kubernetes manifests are read as they are.",
    )
    .argument(
      "<paths...>",
      "definitions, or files and folders with rules, routes and tests of them",
    )
    .addOption(new Option("--format <format>", "how to print").choices(FORMATS).default("text"))
    .option("--no-mutation", "do not try what tests would notice")
    .addOption(
      new Option(
        "--min-score <percent>",
        "fail when the tests of an alert notice less of its mutants",
      ).argParser(percentOf),
    )
    .action(async (paths: string[], options: TestOptions) => {
      exit(await test(paths, options));
    });
};
