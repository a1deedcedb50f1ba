import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const smallest = join(root, "test/golden/smallest");

let folder = "";
let out = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-build-"));
  out = join(folder, "out");
  await cp(join(smallest, "tocsin.ts"), join(folder, "tocsin.ts"));
  await cp(join(smallest, "runbooks"), join(folder, "runbooks"), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

type Ended = { code: number; stdout: string; stderr: string };

const tocsin = async (...args: string[]): Promise<Ended> => {
  const command = [join(root, "bin/tocsin.js"), ...args];
  const env = { ...process.env, NO_COLOR: "1" };
  const ended = promisify(execFile)(process.execPath, command, { env }).then(
    (success) => ({ ...success, code: 0 }),
    (failed: Ended) => failed,
  );
  const { code, stdout, stderr } = await ended;
  return { code, stdout, stderr };
};

const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((path) => path.startsWith("out/")).sort();

test("build writes what the definitions make, wherever they lie, and says what", async () => {
  const { code, stdout, stderr } = await tocsin("build", folder);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toMatch(/^4 alerts, 1 service, 1 person: wrote 9 files to /);
  const rules = "out/shop.prometheus.rules.yml";
  expect(await readFile(join(folder, rules), "utf8")).toBe(
    await readFile(join(smallest, rules), "utf8"),
  );
  expect((await tocsin("build", folder, "--check")).code).toBe(0);
});

test("--out chooses the folder", async () => {
  const other = join(folder, "a/b");
  expect((await tocsin("build", folder, "--out", other)).code).toBe(0);
  expect(await readdir(other)).toContain("alertmanager.yml");
  expect(await files()).toEqual([]);
});

test("--check names each file that is stale, missing or extra, and writes nothing", async () => {
  await tocsin("build", folder);
  await writeFile(join(out, "alertmanager.yml"), "route: {}\n");
  await rm(join(out, "catalog.json"));
  await writeFile(join(out, "notes.txt"), "mine");
  const before = await files();
  const { code, stdout } = await tocsin("build", folder, "--check");
  expect(code).toBe(1);
  const named = stdout
    .trim()
    .split("\n")
    .map((line) => line.replace(/ +\S*\/out\//, " "));
  expect(named).toEqual(["stale alertmanager.yml", "missing catalog.json", "extra notes.txt"]);
  expect(await files()).toEqual(before);
});

test("a later build removes its own leftovers and nothing else", async () => {
  await tocsin("build", folder);
  await writeFile(join(out, "notes.txt"), "mine");
  const definitions = join(folder, "tocsin.ts");
  const text = await readFile(definitions, "utf8");
  await writeFile(definitions, text.replace('"ShopDown"', '"ShopGone"'));
  expect((await tocsin("build", folder)).code).toBe(0);
  const present = await files();
  expect(present).toContain("out/runbooks/ShopGone.md");
  expect(present).not.toContain("out/runbooks/ShopDown.md");
  expect(present).toContain("out/notes.txt");
});

test("with mistakes nothing is written, each is named with its place, and the code is 1", async () => {
  await tocsin("build", folder);
  const before = await readFile(join(out, "alertmanager.yml"), "utf8");
  const definitions = join(folder, "tocsin.ts");
  const text = await readFile(definitions, "utf8");
  await writeFile(
    definitions,
    text
      .replace('for: "1m"', 'for: "one minute"')
      .replace("people: [ana]", "people: []")
      .replace('url: "http://tocsin:9095"', 'url: "http://elsewhere:9095"'),
  );
  const { code, stderr } = await tocsin("build", folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(/tocsin\.ts:31\n[\s\S]*`for` is "one minute"/);
  expect(stderr).toContain('tells "ana", who is not among the system\'s people');
  expect(stderr).toContain("3 mistakes: nothing was written");
  expect(await readFile(join(out, "alertmanager.yml"), "utf8")).toBe(before);
});

test("when a file cannot be written none is changed, and none is left half-done", async () => {
  await mkdir(join(out, "runbooks"), { recursive: true });
  await writeFile(join(out, "k8s"), "a file where a folder must be");
  const { code, stderr } = await tocsin("build", folder);
  expect(code).toBe(1);
  expect(stderr).toContain("k8s");
  expect(await files()).toEqual(["out/k8s", "out/runbooks"]);
});

test("usage and unreadable input end with 2", async () => {
  expect((await tocsin("build")).code).toBe(2);
  expect((await tocsin("build", folder, "--nonsense")).code).toBe(2);
  expect((await tocsin("build", join(folder, "nowhere"))).code).toBe(2);
  expect(await tocsin("biuld", folder)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Did you mean build?"),
  });
});

test("help and version end with 0 and go to standard output", async () => {
  const help = await tocsin("--help");
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toContain("build");
  expect((await tocsin("build", "--help")).stdout).toContain("--check");
  expect((await tocsin("--version")).stdout).toMatch(/^tocsin, version \d+\.\d+\.\d+/);
});
