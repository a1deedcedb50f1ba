import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { TOCSIN_BIN } from "./tocsin-command.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  runs: z.object({
    steps: z.array(z.object({ name: z.string().optional(), run: z.string().optional() })),
  }),
});

const RULES = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up ==\n";

test("the step of the GitHub Action writes SARIF, annotates, and fails where it should", async () => {
  const action = actionSchema.parse(parse(await readFile(join(root, "action.yml"), "utf8")));
  const script = action.runs.steps.find(({ name }) => name === "Check")?.run ?? "";
  const folder = await mkdtemp(join(tmpdir(), "tocsin-action-"));
  await writeFile(join(folder, "rules a.yml"), RULES);
  const inputs = Object.entries(action.inputs).map(([name, { default: value }]) => [
    name.replaceAll("-", "_").toUpperCase(),
    value,
  ]);
  const env = {
    ...process.env,
    ...Object.fromEntries(inputs),
    SARIF_FILE: "out.sarif",
    TOCSIN: TOCSIN_BIN,
    NO_COLOR: "1",
  };
  const ended = await promisify(execFile)("bash", ["-e", "-c", script], { cwd: folder, env }).then(
    () => ({ code: 0, stdout: "" }),
    (failed: { code: number; stdout: string }) => failed,
  );
  const sarif = JSON.parse(await readFile(join(folder, "out.sarif"), "utf8"));
  await rm(folder, { recursive: true });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain("::error file=rules a.yml,line=5");
  expect(sarif.runs[0].results).toContainEqual(
    expect.objectContaining({ ruleId: "expr-syntax", level: "error" }),
  );
});

test("the pre-commit hook runs a command that there is", async () => {
  const hooks = z
    .array(z.object({ entry: z.string(), args: z.array(z.string()) }))
    .parse(parse(await readFile(join(root, ".pre-commit-hooks.yaml"), "utf8")));
  const [hook] = hooks;
  const [program, ...args] = [...(hook?.entry.split(" ") ?? []), ...(hook?.args ?? [])];
  expect(program).toBe("tocsin");
  const folder = await mkdtemp(join(tmpdir(), "tocsin-hook-"));
  await writeFile(join(folder, "rules.yml"), RULES.replace(" ==", " == 0"));
  const { stdout } = await promisify(execFile)(process.execPath, [TOCSIN_BIN, ...args], {
    cwd: folder,
  });
  await rm(folder, { recursive: true });
  expect(stdout).toContain("1 rule,");
});
