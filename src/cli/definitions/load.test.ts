import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { smallSystem } from "../../../test/small-system.ts";
import { loadDefinitions } from "./load.ts";
import { UnreadableDefinitions } from "./unreadable-definitions.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-definitions-"));
});
afterEach(() => rm(folder, { recursive: true }));

const define = (text: string, name = "tocsin.ts") => writeFile(join(folder, name), text);

const refusal = async (limits = { timeMs: 30_000, memoryMegabytes: 512 }): Promise<string> => {
  try {
    await loadDefinitions(folder, limits);
  } catch (error) {
    if (error instanceof UnreadableDefinitions) return `${error.message} / ${error.mend}`;
    throw error;
  }
  throw new Error("it was read");
};

const written = `const system = ${JSON.stringify(smallSystem())};`;

test("definitions load wherever they lie, under any name of the export", async () => {
  await define(`
    import { definePerson, email } from "tocsin";
    export const unrelated: object = definePerson({ id: "a", name: "A", contactMethods: [email("a@b.cd")] });
    ${written}
    export const anything = system;
    export const again = anything;
  `);
  const { mistakes } = await loadDefinitions(folder);
  expect(mistakes.map(({ rule }) => rule)).toEqual(Array(3).fill("missing-runbook"));
});

test("a module can be named instead of its folder", async () => {
  await define(`${written} export { system };`, "other.mjs");
  expect((await loadDefinitions(join(folder, "other.mjs"))).folder).toBe(folder);
});

test("what the module prints does not disturb the result", async () => {
  await define(`console.log("{}".repeat(10_000)); ${written} export { system };`);
  expect((await loadDefinitions(folder)).mistakes).toHaveLength(3);
});

test("a loop without an end is ended", async () => {
  await define("for (;;) {}");
  expect(await refusal({ timeMs: 1_500, memoryMegabytes: 512 })).toContain(
    "had not loaded after 1.5 s",
  );
});

test("an await without an end is ended", async () => {
  await define("setInterval(() => {}, 1000); await new Promise(() => {});");
  expect(await refusal({ timeMs: 1_500, memoryMegabytes: 512 })).toContain(
    "had not loaded after 1.5 s",
  );
});

test("a module that still has work to do after its definitions is not waited for", async () => {
  await define(`${written} export { system }; setInterval(() => {}, 1000);`);
  expect((await loadDefinitions(folder)).mistakes).toHaveLength(3);
});

test("memory is bounded", async () => {
  await define("const kept: number[][] = []; for (;;) kept.push(Array(10_000).fill(kept.length));");
  expect(await refusal({ timeMs: 60_000, memoryMegabytes: 64 })).toContain("more than 64 MB");
});

test("a module that exits is reported with what it said last", async () => {
  await define('console.error("good night"); process.exit(3);');
  expect(await refusal()).toMatch(/exit code 3[\s\S]*good night/);
});

test("a module that throws or does not parse is reported with its place", async () => {
  await define('\nthrow new Error("not today");');
  expect(await refusal()).toMatch(/not today[\s\S]*tocsin\.ts:2/);
  await define("export const = 1;");
  expect(await refusal()).toContain("tocsin.ts");
});

test("what cannot be sent as data is said to be so", async () => {
  await define(`${written} export const strange = { ...system, size: 5n };`);
  expect(await refusal()).toContain(
    "not plain data: TypeError: Do not know how to serialize a BigInt",
  );
});

test("no system, or more than one, is not guessed at", async () => {
  await define("export const system = { kind: 'other' };");
  expect(await refusal()).toContain("exports no system");
  await define(`${written} export { system }; export const second = { ...system };`);
  expect(await refusal()).toContain("exports 2 systems: second, system");
});

test("a folder without definitions says what to put there", async () => {
  expect(await refusal()).toContain("has no tocsin.ts");
  await mkdir(join(folder, "sub"));
  await expect(loadDefinitions(join(folder, "nowhere"))).rejects.toThrow("does not exist");
  await define("a: 1", "tocsin.yaml");
  await expect(loadDefinitions(join(folder, "tocsin.yaml"))).rejects.toThrow("is YAML");
});
