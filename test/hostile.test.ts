import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { hostileInputs } from "./hostile-inputs.ts";
import { TOCSIN_BIN } from "./tocsin-command.ts";

const LIMIT_MEGABYTES = 1_024;
/** Enough for a machine that is busy; the benchmark says how long it takes. */
const TIMEOUT_MS = 60_000;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-hostile-"));
});
afterAll(() => rm(folder, { recursive: true }));

const reportSchema = z.object({ findings: z.array(z.object({ rule: z.string() })) });

test.each(hostileInputs())(
  "$name ends in an answer",
  async ({ path, text, rule }) => {
    const file = join(folder, path);
    await writeFile(file, text);
    const args = ["check", "--format", "json", "--fail-on", "never", file];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [`--max-old-space-size=${LIMIT_MEGABYTES}`, TOCSIN_BIN, ...args],
      { maxBuffer: 64 * 1024 * 1024, timeout: TIMEOUT_MS },
    );
    const rules = reportSchema.parse(JSON.parse(stdout)).findings.map((finding) => finding.rule);
    if (rule !== undefined) expect(rules).toContain(rule);
  },
  TIMEOUT_MS,
);
