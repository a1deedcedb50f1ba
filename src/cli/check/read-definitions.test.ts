import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Finding } from "../../check/finding.ts";
import { reportOnDefinitions } from "./definition-findings.ts";
import { isDefinitions, readInput } from "./read-definitions.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const shown = (path: string): string => relative(process.cwd(), join(root, path));
const smallest = shown("test/golden/smallest");
const routes = shown("examples/redis-gateway/out/alertmanager.yml");

const finding = (changes: Partial<Finding>): Finding => ({
  rule: "some-check",
  severity: "error",
  file: join(smallest, "out/shop.prometheus.rules.yml"),
  line: 9,
  column: 5,
  subject: "ShopDown",
  message: "it is wrong",
  help: "mend it",
  counterexample: null,
  ...changes,
});

const reportOf = (findings: readonly Finding[]) => ({
  findings,
  fixes: [],
  suppressed: 0,
  counts: { rules: 1, receivers: 1, inhibitions: 0 },
  assumptions: [],
  sources: {},
});

test("definitions are modules and folders with a tocsin.ts, and nothing else is", async () => {
  expect(await isDefinitions(smallest)).toBe(true);
  expect(await isDefinitions(join(smallest, "tocsin.ts"))).toBe(true);
  expect(await isDefinitions(join(smallest, "out"))).toBe(false);
  expect(await isDefinitions(routes)).toBe(false);
  expect(await isDefinitions(shown("nowhere"))).toBe(false);
});

test("definitions and files are read together, each rule and route once", async () => {
  const { files, compiled, system, mistakes } = await readInput([
    smallest,
    routes,
    join(smallest, "out/alertmanager.yml"),
  ]);
  expect(system?.name).toBe("shop");
  expect(mistakes).toEqual([]);
  const paths = files.map(({ path }) => path);
  expect(paths.filter((path) => path.endsWith(".yml")).sort()).toEqual(
    [
      routes,
      join(smallest, "out/alertmanager.yml"),
      join(smallest, "out/shop.prometheus.rules.yml"),
    ].sort(),
  );
  expect(compiled.has(join(smallest, "out/alertmanager.yml"))).toBe(true);
  expect(compiled.has(routes)).toBe(false);
});

test("two systems are refused, since they would answer for each other's alerts", async () => {
  await expect(readInput([smallest, shown("examples/redis-gateway")])).rejects.toThrow(
    /definitions of two systems/,
  );
});

test("what is found about a defined alert is found where it is defined", async () => {
  const input = await readInput([smallest]);
  const own = finding({});
  const route = finding({ subject: "tocsin", file: join(smallest, "out/alertmanager.yml") });
  const elsewhere = finding({ file: "other.yml" });
  const { findings, sources } = reportOnDefinitions(reportOf([own, route, elsewhere]), input);
  expect(findings).toContainEqual(route);
  expect(findings).toContainEqual(elsewhere);
  const moved = findings.find(({ file }) => file.endsWith("tocsin.ts"));
  const line = sources[join(smallest, "tocsin.ts")]?.split("\n")[(moved?.line ?? 0) - 1];
  expect(line?.slice((moved?.column ?? 0) - 1)).toMatch(/^(?:const \w+ = )?alert\(/);
  expect(moved?.message).toBe(`it is wrong\n(compiled to ${own.file}:9)`);
});

test("what is compiled is not mended in its place", async () => {
  const input = await readInput([smallest]);
  const fixIn = (file: string) => ({ edits: [{ file, from: 0, to: 1, text: "" }] });
  const report = {
    ...reportOf([]),
    fixes: [fixIn(join(smallest, "out/alertmanager.yml")), fixIn(routes)],
  };
  expect(reportOnDefinitions(report, input).fixes).toEqual([fixIn(routes)]);
});

test("mistakes in definitions are findings at their place", async () => {
  const broken = shown("test/golden/broken");
  const input = await readInput([broken]);
  expect(input.files).toEqual([]);
  expect(input.mistakes).not.toEqual([]);
  const { findings } = reportOnDefinitions(reportOf([]), input);
  expect(findings).toHaveLength(input.mistakes.length);
  for (const { file, help, severity } of findings) {
    expect(severity).toBe("error");
    expect(file).toMatch(/^test\/golden\/broken/);
    expect(help).not.toBe("");
  }
});
