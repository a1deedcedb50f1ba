import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { filesOf } from "./repository.ts";

/** History names what was there then, and is not rewritten when it goes. */
const isHistory = (path: string) => path === "CHANGELOG.md" || path.startsWith("docs/decisions/");

const documents = filesOf("**/*.md").map((path) => ({ path, text: readFileSync(path, "utf8") }));
const current = documents.filter(({ path }) => !isHistory(path));

const topFolders = new Set(filesOf("*/**/*").map((path) => path.split("/")[0]));

const withoutFences = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, "");

/** Words in backticks that can only mean a file or folder of this repository. */
const namedPaths = (text: string): string[] =>
  Array.from(withoutFences(text).matchAll(/`([^`\s]+)`/g), ([, word = ""]) => word)
    .filter((word) => /^[\w.@-]+(\/[\w.@-]+)*\/?$/.test(word))
    .filter(
      (word) =>
        (word.includes("/") && topFolders.has(word.split("/")[0])) ||
        (word.includes("/") && /\.(ts|mjs|js|md|sql|grit|sh)$/.test(word)) ||
        /^[A-Z]+\.md$/.test(word),
    );

const linkedPaths = (text: string): string[] =>
  Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target = ""]) =>
    target.replace(/#.*$/, ""),
  ).filter((target) => target !== "" && !/^[a-z]+:/.test(target));

const missing = (path: string, places: readonly string[], target: string): string[] =>
  places.some((place) => existsSync(join(place, target))) ? [] : [`${path} names ${target}`];

test("every file or folder that a document names exists", () => {
  const violations = current.flatMap(({ path, text }) =>
    namedPaths(text).flatMap((target) => missing(path, [".", "src", dirname(path)], target)),
  );
  expect(violations).toEqual([]);
});

test("every link of a document leads somewhere", () => {
  const violations = documents.flatMap(({ path, text }) =>
    linkedPaths(text).flatMap((target) => missing(path, [dirname(path)], target)),
  );
  expect(violations).toEqual([]);
});

test("every excerpt stands in the file that it is from", () => {
  const violations = documents.flatMap(({ path, text }) =>
    Array.from(text.matchAll(/<!-- excerpt: (\S+) -->\n```\w+\n([\s\S]*?)```/g))
      .filter(([, file = "", excerpt = ""]) => !readFileSync(file, "utf8").includes(excerpt))
      .map(([, file]) => `${path} shows what ${file} does not say`),
  );
  expect(violations).toEqual([]);
});

test("ARCHITECTURE.md can be read in one sitting", () => {
  expect(readFileSync("ARCHITECTURE.md", "utf8").split("\n").length).toBeLessThan(150);
});

test("every npm script that a document names exists", () => {
  const scripts = new Set([...Object.keys(manifest.scripts), "ci", "install"]);
  const violations = current.flatMap(({ path, text }) =>
    Array.from(
      text.matchAll(/(?:\bnpm run |(?:`|^)npm (?!run ))([a-z][\w:-]*)/gm),
      ([, name = ""]) => name,
    )
      .filter((name) => !scripts.has(name))
      .map((name) => `${path} names npm run ${name}`),
  );
  expect(violations).toEqual([]);
});

/** `tocsin COMMAND … --flag` in code, as pairs of command and flag; the flag is empty without one. */
const usesOfTocsin = (text: string): [command: string, flag: string][] =>
  Array.from(text.matchAll(/(?:^\$ |^|`|npx )tocsin ([a-z]+)([^`\n]*)/gm)).flatMap(
    ([, command = "", rest = ""]): [string, string][] => [
      [command, ""],
      ...Array.from(rest.matchAll(/(?<=\s|\[)--[a-z][\w.-]*/g), ([flag]): [string, string] => [
        command,
        flag,
      ]),
    ],
  );

const helpOf = async (...args: string[]): Promise<string> => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["bin/tocsin.js", ...args, "--help"]);
  return stdout;
};

test("every command and flag of tocsin that a document shows exists", async () => {
  const uses = current.flatMap(({ path, text }) =>
    usesOfTocsin(text).map(([command, flag]) => ({ path, command, flag })),
  );
  const overview = await helpOf();
  const violations: string[] = [];
  const helps = new Map<string, string>();
  for (const { path, command, flag } of uses) {
    if (!new RegExp(`^\\s+${command}\\b`, "m").test(overview)) {
      violations.push(`${path} shows tocsin ${command}`);
      continue;
    }
    const help = helps.get(command) ?? (await helpOf(command));
    helps.set(command, help);
    if (!`${help} --help`.split(/[\s,=[\]]+/).includes(flag) && flag !== "") {
      violations.push(`${path} shows tocsin ${command} ${flag}`);
    }
  }
  expect(violations).toEqual([]);
});
