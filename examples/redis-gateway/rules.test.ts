import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { TOCSIN_BIN } from "./stack/tocsin.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** promtool tries every mutant of every rule, on as many cores as there are. */
const PATIENCE_MS = 300_000;

test(
  "every rule has examples that hold, and that would notice 85 of 100 small mistakes in it",
  async () => {
    const args = [TOCSIN_BIN, "test", HERE, "--min-score", "85"];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args).catch(
      (failed: { stdout: string; stderr: string }) => failed,
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^13 alerts, \d+ cases: 0 failed, 0 problems, \d+ of \d+ mutants killed$/m,
    );
  },
  PATIENCE_MS,
);
