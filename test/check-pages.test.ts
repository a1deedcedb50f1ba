import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { CHECKS } from "../src/check/checks.ts";
import { settingsSchema } from "../src/check/settings.ts";
import { filesOf } from "./repository.ts";

const FOLDER = new URL("../docs/checks/", import.meta.url);
const INDEX = new URL("README.md", FOLDER);
const GUIDE = new URL("../docs/checking.md", import.meta.url);

const TITLES: Readonly<Record<string, string>> = {
  kubernetes: "Kubernetes",
  labels: "Labels",
  live: "Against a live Prometheus",
  messages: "Messages",
  process: "Around the rules",
  routes: "Routes, inhibitions, groups and time",
  values: "Values",
};

const folderOf = (name: string): string => {
  const [path = ""] = filesOf(`src/check/checks/*/${name}.ts`);
  return path.split("/")[3] ?? "";
};

const index = (): string => {
  const sections = Object.entries(TITLES).flatMap(([folder, title]) => {
    const rows = CHECKS.filter(({ name }) => folderOf(name) === folder).map(
      ({ name, severity, title: says }) => `| [${name}](${name}.md) | ${severity} | ${says} |`,
    );
    if (rows.length === 0) return [];
    return [
      `## ${title}\n\n| check | severity | finds |\n| --- | --- | --- |\n${rows.join("\n")}\n`,
    ];
  });
  return [
    "# Checks\n",
    "What `tocsin check` looks for; [how to use it](../checking.md). What keeps a file from being read, or would make Prometheus or",
    "Alertmanager refuse it, is reported too: [what is reported while reading](reading.md).\n",
    ...sections,
  ].join("\n");
};

const golden = (path: URL, expected: string, actual: string): void => {
  if (process.env["GOLDEN"] === "update") writeFileSync(path, expected);
  else expect(actual, "run `npm run golden`").toBe(expected);
};

test("every check is in a folder of its group, and has a page under its name", () => {
  const homeless = CHECKS.filter(({ name }) => TITLES[folderOf(name)] === undefined);
  expect(homeless.map(({ name }) => name)).toEqual([]);
  const without = CHECKS.filter(({ name }) => !existsSync(new URL(`${name}.md`, FOLDER)));
  expect(without.map(({ name }) => name)).toEqual([]);
});

test("every page is about a check, says why and shows an example", () => {
  const names = new Set(CHECKS.map(({ name }) => `${name}.md`));
  for (const page of readdirSync(FOLDER)) {
    if (page === "README.md" || page === "reading.md") continue;
    expect(names).toContain(page);
    const text = readFileSync(new URL(page, FOLDER), "utf8");
    expect(text.split("\n")[0], page).toBe(`# ${page.replace(".md", "")}`);
    expect(text, page).toContain("\n## Why\n");
    expect(text, page).toContain("\n## Example\n");
  }
});

test("every check has a test of its own, and a name that no other has", () => {
  const untested = CHECKS.filter(
    ({ name }) => filesOf(`src/check/checks/*/${name}.test.ts`).length !== 1,
  );
  expect(untested.map(({ name }) => name)).toEqual([]);
  expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
});

test("checks are in the order of their groups and names, as their documentation is", () => {
  const order = CHECKS.map(({ name }) => `${folderOf(name)}/${name}`);
  expect(order).toEqual(order.toSorted());
  expect(Object.keys(TITLES)).toEqual(Object.keys(TITLES).toSorted());
});

test("the list of checks is complete", () => {
  golden(INDEX, index(), existsSync(INDEX) ? readFileSync(INDEX, "utf8") : "");
});

const propertiesSchema = z.object({
  properties: z.record(
    z.string(),
    z.object({ description: z.string().optional(), default: z.unknown().optional() }),
  ),
});

const settingsTable = (): string => {
  const { properties } = propertiesSchema.parse(z.toJSONSchema(settingsSchema, { io: "input" }));
  const rows = Object.entries(properties).map(([name, { description, default: fallback }]) => {
    expect(description, `${name} has no description`).toBeDefined();
    const shown = fallback === undefined ? "" : `\`${JSON.stringify(fallback)}\``;
    return `| \`${name}\` | ${shown} | ${description} |`;
  });
  return ["| setting | default | |", "| --- | --- | --- |", ...rows, ""].join("\n");
};

test("the table of settings is what the check reads", () => {
  const page = readFileSync(GUIDE, "utf8");
  const [before = "", rest = ""] = page.split("<!-- settings: begin -->\n");
  const [, after = ""] = rest.split("<!-- settings: end -->");
  const expected = `${before}<!-- settings: begin -->\n${settingsTable()}<!-- settings: end -->${after}`;
  golden(GUIDE, expected, page);
});
