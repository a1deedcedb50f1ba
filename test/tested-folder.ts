import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import * as z from "zod";
import { runInProcess } from "./tocsin-in-process.ts";

/** The folder of the test that runs now. */
export let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-cli-test-"));
});
afterEach(() => rm(folder, { recursive: true }));

export const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
};

/** Runs `tocsin test` on the folder; its name is taken out of what is printed. */
export const tocsinTest = async (...args: string[]) => {
  const ended = await runInProcess(["test", folder, ...args]);
  const plain = (text: string) => text.replaceAll(/[\w./]*\/tocsin-cli-test-\w+\//g, "");
  return { ...ended, stdout: plain(ended.stdout), stderr: plain(ended.stderr) };
};

const jsonSchema = z.object({
  totals: z.object({
    cases: z.number(),
    failed: z.number(),
    killed: z.number(),
    mutants: z.number(),
  }),
  withoutMutants: z.string().nullable(),
  rules: z.array(
    z.object({
      name: z.string(),
      firing: z.number(),
      silent: z.number(),
      cases: z.number(),
      boundary: z.object({ killed: z.number(), total: z.number() }).nullable(),
      mutation: z.object({ killed: z.number(), total: z.number() }).nullable(),
      survivors: z.array(
        z.object({
          operator: z.string(),
          after: z.string(),
          missing: z.string(),
          line: z.number(),
        }),
      ),
    }),
  ),
  problems: z.array(
    z.object({
      rule: z.string(),
      file: z.string(),
      line: z.number(),
      subject: z.string(),
      message: z.string(),
      details: z.array(z.string()),
      help: z.string(),
    }),
  ),
});

/** Runs it with a report for programs. */
export const tested = async (...args: string[]) => {
  const { code, stdout, stderr } = await tocsinTest("--format", "json", ...args);
  expect(stderr).toBe("");
  const report = jsonSchema.parse(JSON.parse(stdout));
  return { code, report, problems: report.problems.map(({ rule, subject }) => [rule, subject]) };
};
