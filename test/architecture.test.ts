import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { filesOf } from "./repository.ts";

/** Which folder may import from which. ARCHITECTURE.md explains the same table. */
const TABLE = `
| folder | kind | may import |
| --- | --- | --- |
| lib | leaf | |
| labels | pure | lib |
| model | pure | lib |
| promql | pure | lib, labels, model |
| prometheus | pure | lib, labels, model, promql |
| slo | pure | lib, model, promql |
| alertmanager | pure | lib, labels, model |
| compile | pure | lib, labels, model, promql, prometheus, slo, alertmanager |
| check | pure | lib, labels, model, promql, prometheus, slo, alertmanager, compile |
| incident | pure | lib, labels, model, alertmanager |
| review | pure | lib, labels, model, slo, incident |
| store | edge | lib, labels, model, promql, prometheus, slo, alertmanager, compile, check, incident, review |
| integrations | edge | lib, labels, model, promql, prometheus, slo, alertmanager, compile, check, incident, review |
| automation | edge | lib, labels, model, promql, prometheus, slo, alertmanager, compile, check, incident, review |
| server | process | lib, labels, model, promql, prometheus, slo, alertmanager, compile, check, incident, review, store, integrations, automation |
| cli | process | lib, labels, model, promql, prometheus, slo, alertmanager, compile, check, incident, review, store, integrations, automation, server |
`;

type Folder = { kind: string; mayImport: string[] };

/** The rows of every Markdown table with these three columns. */
const readTable = (markdown: string): Record<string, Folder> => {
  const [, rows = ""] = markdown.split(/^\| folder \| kind \| may import \|\n[|\s:-]+\n/m);
  const table: Record<string, Folder> = {};
  for (const line of rows.split("\n")) {
    if (!line.startsWith("|")) break;
    const [folder = "", kind = "", list = ""] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.replaceAll("`", "").trim());
    table[folder] = { kind, mayImport: list.split(/,\s*/).filter((name) => name !== "") };
  }
  return table;
};

const FOLDERS = readTable(TABLE.trim());

/** The files of a leaf that are there to touch the machine. */
const MACHINE_FILES = new Set(["src/lib/clock.ts", "src/lib/random.ts"]);

/** Packages that only compute. */
const PURE_PACKAGES = new Set([
  "zod",
  "yaml",
  "js-yaml",
  "@prometheus-io/lezer-promql",
  "@lezer/common",
  "re2js",
  "temporal-polyfill",
]);

const DATABASE_PACKAGES = /^(pg|kysely|postgres)(\/|$)/;

type Source = { path: string; folder: string; text: string; isTest: boolean };

const sources: Source[] = filesOf("src/**/*.{ts,sql}").map((path) => ({
  path,
  folder: path.split("/").length > 2 ? (path.split("/")[1] ?? "") : "",
  text: readFileSync(path, "utf8"),
  isTest: path.endsWith(".test.ts"),
}));
const product = sources.filter(({ isTest }) => !isTest);

const importsOf = (text: string): string[] =>
  Array.from(
    text.matchAll(/(?:^(?:import|export|\}).*\bfrom|^import|\bimport\()\s*"([^"]+)"/gm),
    ([, specifier = ""]) => specifier,
  );

const isRelative = (specifier: string) => specifier.startsWith(".");
const isOfNode = (specifier: string) =>
  specifier.startsWith("node:") || builtinModules.includes(specifier);

const folderOfImport = (path: string, specifier: string): string => {
  const [root, folder = "", ...rest] = normalize(join(dirname(path), specifier)).split("/");
  return root === "src" && rest.length > 0 ? folder : "";
};

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*|^\s*--.*/gm, "");

const withoutStrings = (text: string): string =>
  text.replaceAll(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g, '""');

const isPure = ({ folder, path }: Source): boolean => {
  const kind = FOLDERS[folder]?.kind;
  return kind === "pure" || (kind === "leaf" && !MACHINE_FILES.has(path)) || folder === "";
};

/** `path: what` for every match of a pattern. */
const matches = (from: readonly Source[], pattern: RegExp, view = withoutComments): string[] =>
  from.flatMap(({ path, text }) =>
    Array.from(view(text).matchAll(pattern), ([found]) => `${path}: ${found.trim()}`),
  );

test("every folder of src has a row", () => {
  const folders = new Set(product.map(({ folder }) => folder));
  folders.delete("");
  expect([...folders].filter((folder) => FOLDERS[folder] === undefined)).toEqual([]);
});

test("ARCHITECTURE.md explains the same table", () => {
  expect(readTable(readFileSync("ARCHITECTURE.md", "utf8"))).toEqual(FOLDERS);
});

test("only the public API lies beside the folders", () => {
  const loose = sources.filter(({ folder }) => folder === "").map(({ path }) => path);
  expect(loose.filter((path) => path !== "src/index.ts")).toEqual([]);
});

test("every folder imports only what the table allows", () => {
  const violations = product.flatMap(({ path, folder, text }) =>
    importsOf(text)
      .filter(isRelative)
      .map((specifier) => folderOfImport(path, specifier))
      .filter((to) => to !== "" && to !== folder && folder !== "")
      .filter((to) => !FOLDERS[folder]?.mayImport.includes(to))
      .map((to) => `${path} imports ${to}`),
  );
  expect(violations).toEqual([]);
});

test("the public API is made of pure folders", () => {
  const violations = product
    .filter(({ folder }) => folder === "")
    .flatMap(({ path, text }) => importsOf(text).map((to) => folderOfImport(path, to)))
    .filter((to) => !["pure", "leaf"].includes(FOLDERS[to]?.kind ?? ""));
  expect(violations).toEqual([]);
});

test("pure folders import nothing that touches the machine", () => {
  const violations = product.filter(isPure).flatMap(({ path, text }) =>
    importsOf(text)
      .filter((specifier) => !isRelative(specifier))
      .filter((specifier) => isOfNode(specifier) || !PURE_PACKAGES.has(specifier))
      .map((specifier) => `${path} imports ${specifier}`),
  );
  expect(violations).toEqual([]);
});

test("pure folders neither wait nor reach outside", () => {
  const code = (text: string) => withoutStrings(withoutComments(text));
  const violations = matches(
    product.filter((source) => isPure(source) && source.folder !== "lib"),
    /\b(await|async|Promise|fetch|process|globalThis|import)\b(?!\s*:)(?=[\s.(<])(?!\s+(type\b|\{|\*|[\w$]+\s+from|""))/g,
    code,
  );
  expect(violations).toEqual([]);
});

test("only the store speaks SQL", () => {
  const elsewhere = product.filter(({ folder }) => folder !== "store");
  const statements =
    /["'`]\s*(select\s[\s\S]+?\sfrom\s|insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s|create\s+(table|index)\s|alter\s+table\s|listen\s+\w+["'`]|notify\s+\w+["'`])/gi;
  expect(matches(elsewhere, statements)).toEqual([]);
  const imports = elsewhere.flatMap(({ path, text }) =>
    importsOf(text)
      .filter((specifier) => DATABASE_PACKAGES.test(specifier))
      .map((specifier) => `${path} imports ${specifier}`),
  );
  expect(imports).toEqual([]);
});

test("SQL never reads the clock", () => {
  const store = sources.filter(({ folder }) => folder === "store");
  const clocks =
    /(?<![.\w])now\s*\(\s*\)|\b(current_timestamp|current_date|current_time|localtimestamp|localtime|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\b|\bdefault\s+now\b|'now'/gi;
  expect(matches(store, clocks)).toEqual([]);
});

test("relative imports name the file as it is", () => {
  const violations = [
    ...sources.map(({ path }) => path),
    ...filesOf("{test,bench,examples}/**/*.ts"),
  ]
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) =>
      importsOf(readFileSync(path, "utf8"))
        .filter((specifier) => isRelative(specifier) && !/\.(ts|json)$/.test(specifier))
        .map((specifier) => `${path} imports ${specifier}`),
    );
  expect(violations).toEqual([]);
});

test("examples use the package by its name, as anybody else does", () => {
  const violations = filesOf("examples/**/*.ts").flatMap((path) => {
    const home = path.split("/").slice(0, 2).join("/");
    return importsOf(readFileSync(path, "utf8"))
      .filter((specifier) =>
        isRelative(specifier)
          ? !normalize(join(dirname(path), specifier)).startsWith(`${home}/`)
          : specifier.startsWith("tocsin/"),
      )
      .map((specifier) => `${path} imports ${specifier}`);
  });
  expect(violations).toEqual([]);
});
