import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadDefinitions } from "../src/cli/definitions/load.ts";
import { mistakeText } from "../src/cli/mistake-text.ts";
import { compile } from "../src/compile/compile.ts";
import { completePage } from "./small-system.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = await readFile(join(root, "docs/definitions.md"), "utf8");
const snippets = new Map(
  [...page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = "", text = ""]) => [
    name,
    text,
  ]),
);

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-page-"));
  await mkdir(join(folder, "runbooks"));
  for (const name of ["shop-down", "orders-fail", "without-tocsin", "watchdog"]) {
    await writeFile(join(folder, "runbooks", `${name}.md`), completePage);
  }
  for (const [name, text] of snippets) {
    const gap = name === "people.ts" ? "" : "\n";
    await writeFile(join(folder, name), `${gap}${text}`);
  }
});
afterEach(() => rm(folder, { recursive: true }));

test("the snippets of the page are a system, and make the files that the page lists", async () => {
  expect([...snippets.keys()]).toEqual(["people.ts", "alerts.ts", "objective.ts", "tocsin.ts"]);
  expect(page.match(/^```ts$/gm)).toHaveLength(snippets.size);
  const { system, runbooks, mistakes } = await loadDefinitions(folder);
  expect(mistakes).toEqual([]);
  if (system === undefined) throw new Error("no system");
  const artefacts = compile(system, runbooks);
  for (const path of Object.keys(artefacts)) {
    expect(page).toContain(path.startsWith("runbooks/") ? "`runbooks/`" : `\`${path}\``);
  }
  const rules = join(folder, "rules.yml");
  await writeFile(rules, artefacts["shop.prometheus.rules.yml"] ?? "");
  expect(rulesOf(artefacts)).toContain("> 0.0144");
  const { stdout } = await promisify(execFile)("promtool", ["check", "rules", rules]);
  expect(stdout).toContain("SUCCESS: 6 rules");
});

const rulesOf = (artefacts: Readonly<Record<string, string>>) =>
  artefacts["shop.prometheus.rules.yml"];

test("the mistake on the page is the one that is printed", async () => {
  const text = snippets.get("tocsin.ts") ?? "";
  await writeFile(join(folder, "tocsin.ts"), text.replace("[ana, bo]", "[ana]"));
  const { mistakes } = await loadDefinitions(folder);
  const lines = mistakes
    .map((mistake) => mistakeText(mistake, folder, { red: String, dim: String }))
    .flatMap((printed) => printed.trimEnd().split("\n").slice(1));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(page).toContain(line);
});
