import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";

const FIXTURE = "lint/fixtures/ambient-time.ts";

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.int() }) }),
    }),
  ),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-lint-"));
  for (const path of ["biome.json", "lint"]) cpSync(path, join(folder, path), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The lines that our own rules report when the fixture lies at `path` of a repository like this one. */
const reportedLines = (path: string): number[] => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  cpSync(FIXTURE, join(folder, path));
  const { stdout } = spawnSync(
    resolve("node_modules/.bin/biome"),
    ["lint", "--reporter=json", "--max-diagnostics=none", path],
    { cwd: folder, encoding: "utf8" },
  );
  return reportSchema
    .parse(JSON.parse(stdout))
    .diagnostics.filter(({ category }) => category === "plugin")
    .map(({ location }) => location.start.line)
    .sort((a, b) => a - b);
};

const bannedLines = readFileSync(FIXTURE, "utf8")
  .split("\n")
  .flatMap((line, index) => (line.endsWith("// banned") ? [index + 1] : []));

test("the fixture bans something", () => {
  expect(bannedLines.length).toBeGreaterThan(20);
});

test.each([
  "src/incident/decide.ts",
  "src/server/worker.ts",
  "examples/redis-gateway/gateway/main.ts",
])("each read of the machine's clock or chance is reported in %s, and nothing else", (path) => {
  expect(reportedLines(path)).toEqual(bannedLines);
});

test.each([
  "src/lib/clock.ts",
  "src/lib/random.ts",
  "src/incident/decide.test.ts",
  "examples/redis-gateway/clock.ts",
])("%s may read them", (path) => {
  expect(reportedLines(path)).toEqual([]);
});
