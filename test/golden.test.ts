import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { loadDefinitions } from "../src/cli/definitions/load.ts";
import { mistakeText } from "../src/cli/mistake-text.ts";
import { driftOf, writeOutput } from "../src/cli/output-folder.ts";
import { compile } from "../src/compile/compile.ts";
import { catalogSchema } from "../src/model/catalog.ts";

/** Set by `npm run golden`: the files are written anew instead of compared. */
const updating = process.env["GOLDEN"] === "update";

const root = fileURLToPath(new URL("..", import.meta.url));
const golden = join(root, "test/golden");
const cases = [
  ...(await readdir(golden)).map((name) => join(golden, name)),
  join(root, "examples/redis-gateway"),
];
const plain = { red: String, dim: String };
const run = promisify(execFile);

const broken = cases.filter(
  (folder) => !existsSync(join(folder, "out")) && existsSync(join(folder, "refusal.txt")),
);
const whole = cases.filter((folder) => !broken.includes(folder));

const built = async (folder: string) => {
  const { system, runbooks, mistakes } = await loadDefinitions(folder);
  expect(mistakes).toEqual([]);
  if (system === undefined) throw new Error("no system");
  return { system, artefacts: compile(system, runbooks) };
};

const titled = (folders: readonly string[]) =>
  folders.map((folder) => ({ title: relative(root, folder), folder }));

describe.each(titled(whole))("$title", ({ folder }) => {
  const out = join(folder, "out");

  test("compiles to exactly the files in out/", async () => {
    const { artefacts } = await built(folder);
    if (updating) await writeOutput(out, artefacts);
    expect(await driftOf(out, artefacts)).toEqual([]);
  });

  test("loaded again, it gives the same bytes", async () => {
    const [first, second] = await Promise.all([built(folder), built(folder)]);
    expect(JSON.stringify(second.artefacts)).toBe(JSON.stringify(first.artefacts));
  });

  test("promtool and amtool accept what is in out/", async () => {
    const { system } = await built(folder);
    const rules = await run("promtool", [
      "check",
      "rules",
      "--lint=all",
      "--lint-fatal",
      join(out, `${system.name}.prometheus.rules.yml`),
    ]);
    expect(rules.stdout).toContain("SUCCESS");
    const routes = await run("amtool", ["check-config", join(out, "alertmanager.yml")]);
    expect(routes.stdout).toContain("SUCCESS");
  });

  test("its catalogue is what the server reads, and says nothing of this machine", async () => {
    const text = await readFile(join(out, "catalog.json"), "utf8");
    expect(() => catalogSchema.parse(JSON.parse(text))).not.toThrow();
    expect(text).not.toContain(root);
  });
});

describe.each(titled(broken))("$title", ({ folder }) => {
  test("is refused with every mistake that is in it", async () => {
    const { mistakes } = await loadDefinitions(folder);
    const text = mistakes.map((mistake) => mistakeText(mistake, folder, plain)).join("\n");
    const file = join(folder, "refusal.txt");
    if (updating) await writeFile(file, text);
    expect(text).toBe(await readFile(file, "utf8"));
    for (const { mend } of mistakes) expect(mend).not.toBe("");
  });
});

test("there are cases of both kinds", () => {
  expect(whole.length).toBeGreaterThanOrEqual(3);
  expect(broken.length).toBeGreaterThanOrEqual(2);
});
