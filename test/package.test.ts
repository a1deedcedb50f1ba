import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-package-"));
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "tocsin"), { recursive: true });
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: root,
  });
  const [name = ""] = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));
  expect(stdout).toContain(name);
  await run("tar", ["xzf", join(folder, name), "-C", join(modules, "tocsin"), "--strip", "1"]);
  for (const dependency of await readdir(join(root, "node_modules"))) {
    if (dependency.startsWith(".") || dependency === "tocsin") continue;
    await symlink(join(root, "node_modules", dependency), join(modules, dependency));
  }
}, 240_000);
afterAll(() => rm(folder, { recursive: true }));

const tocsin = async (...args: string[]) => {
  const program = join(folder, "node_modules/tocsin/bin/tocsin.js");
  return await run(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
  });
};

test("the package that is published checks rules and builds definitions", async () => {
  const rules = "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: sum(up)\n";
  await writeFile(join(folder, "rules.yml"), rules);
  expect((await tocsin("check", "rules.yml")).stdout).toContain("1 rule, 0 receivers");
  const { stderr } = await tocsin("build", join(root, "test/golden/smallest"), "--out", "out");
  expect(stderr).toContain("wrote 9 files");
});

test("the program is built into files of its own, with the licences of what they hold", async () => {
  const dist = join(folder, "node_modules/tocsin/dist");
  const loaded = await readFile(join(dist, "main.js"), "utf8");
  expect(loaded).not.toMatch(/from"(?!\.|node:)/);
  const notices = await readFile(join(dist, "third-party-notices.txt"), "utf8");
  for (const name of ["zod", "yaml", "commander", "re2js"]) expect(notices).toContain(`${name} `);
});

test("every command of the package can be loaded, the server too", async () => {
  const { stdout } = await tocsin("--help");
  for (const command of ["check", "explain", "test", "build", "serve", "incidents", "ack"]) {
    expect(stdout).toContain(`  ${command} `);
  }
  expect((await tocsin("serve", "--help")).stdout).toContain("--storage.postgres-bin");
});

test("the package holds no tests and nothing of the repository's own work", async () => {
  const held = await readdir(join(folder, "node_modules/tocsin"), { recursive: true });
  expect(held.filter((path) => path.includes(".test."))).toEqual([]);
  expect(held).toContain("dist/store/migrations/0001-incidents.sql");
  expect(held.filter((path) => /^(test|examples|scripts)\b/.test(path))).toEqual([]);
});
