import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countTests } from "./run-tests.mjs";

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-set-up-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a test file that cannot be loaded or prepared counts as a failure", () => {
  const report = join(folder, "report.json");
  writeFileSync(
    report,
    JSON.stringify({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        { status: "failed", assertionResults: [{ status: "failed" }] },
        { status: "failed", assertionResults: [] },
        { status: "failed", assertionResults: [{ status: "skipped" }] },
        { status: "passed", assertionResults: [{ status: "passed" }] },
      ],
    }),
  );
  expect(countTests(report)).toEqual({ passed: 3, failed: 3, skipped: 0 });
  expect(countTests(join(folder, "absent"))).toBeUndefined();
});
