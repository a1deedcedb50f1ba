import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { runThrough, succeeded } from "./processes.mjs";

const FIRST_STAGES = [
  {
    name: "Lint",
    program: "biome",
    // Left alone, it colours a log file too.
    args: ["ci", "--error-on-warnings", `--colors=${process.stdout.isTTY ? "force" : "off"}`],
    mend: "npm run fix mends most of it",
  },
  { name: "Types", program: "tsc", args: ["-p", "."], mend: "each line above names its place" },
];

/** How many tests passed and failed, from vitest's own report; undefined when it wrote none. */
export const countTests = (reportFile) => {
  if (!existsSync(reportFile)) return undefined;
  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  // A file that cannot be loaded, or whose preparation fails, has no failed test of its own.
  const brokenFiles = report.testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

const printCount = ({ passed, failed, skipped }) => {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
};

const runVitest = async (args, env) => {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-tests-"));
  const file = join(folder, "report.json");
  try {
    const ended = await runThrough(
      "vitest",
      ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...args],
      env,
    );
    const count = countTests(file) ?? { passed: 0, failed: 1, skipped: 0 };
    // An error outside of every test still fails the run.
    if (!succeeded(ended) && count.failed === 0) count.failed = 1;
    return { ended, count };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Lint, types, tests, in this order; stops at the first that fails. Arguments go to vitest. */
export const runTests = async (args, env) => {
  for (const { name, program, args: stageArgs, mend } of FIRST_STAGES) {
    const ended = await runThrough(program, stageArgs, env);
    if (succeeded(ended)) continue;
    console.error(
      `\n${name} failed (${program} ${stageArgs.join(" ")}); ${mend}. No test was run.`,
    );
    printCount({ passed: 0, failed: 1, skipped: 0 });
    return ended;
  }
  const { ended, count } = await runVitest(args, env);
  printCount(count);
  return ended;
};
