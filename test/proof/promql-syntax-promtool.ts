import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** JSON in which YAML sees no line breaks but those of the text. */
const yamlOf = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const promtool = async (parameters: readonly string[]): Promise<string> => {
  const child = spawn("promtool", parameters, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
  });
  return output;
};

const withFile = async <T>(content: string, use: (file: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-promql-"));
  try {
    const file = join(folder, "file.yml");
    await writeFile(file, content);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Why promtool refuses each query as the expression of a rule; undefined for those that it accepts. */
export const promtoolVerdicts = (queries: readonly string[]): Promise<(string | undefined)[]> => {
  const rules = queries.map((expr, index) => ({ record: `r${index}`, expr }));
  return withFile(yamlOf({ groups: [{ name: "queries", rules }] }), async (file) => {
    const output = await promtool(["check", "rules", file]);
    const verdicts = new Map(
      [...output.matchAll(/, rule (\d+), "r\d+": (.*)$/gm)].map(([, rule, reason]) => [
        Number(rule) - 1,
        reason,
      ]),
    );
    if (verdicts.size === 0 && !output.includes("SUCCESS")) {
      throw new Error(`promtool did not check the rules: ${output.slice(0, 2_000)}`);
    }
    return queries.map((_, index) => verdicts.get(index));
  });
};

export type ExpectedValue = { readonly query: string; readonly value: number };

const yamlNumber = (value: number): unknown => {
  if (Number.isNaN(value)) return ".nan";
  if (Number.isFinite(value)) return value;
  return value > 0 ? ".inf" : "-.inf";
};

/** The two values of a report, as promtool writes them. */
const isRounding = (report: string): boolean => {
  const [, expected, got] = /exp: \{\} (\S+) got: \{\} (\S+)$/.exec(report) ?? [];
  if (expected === undefined || got === undefined) return false;
  if (expected === got) return true;
  const difference = Math.abs(Number(expected) - Number(got));
  return difference <= Math.abs(Number(got)) * 1e-9;
};

/** The queries whose value by promtool is not the expected one, with what promtool says. */
export const promtoolDisagreements = (expected: readonly ExpectedValue[]): Promise<string[]> => {
  const tests = expected.map(({ query, value }) => ({
    expr: query,
    eval_time: "0s",
    exp_samples: [{ value: yamlNumber(value) }],
  }));
  const file = { rule_files: [], tests: [{ promql_expr_test: tests }] };
  const content = yamlOf(file).replaceAll(/"(-?\.(?:inf|nan))"/g, "$1");
  return withFile(content, async (path) => {
    const output = await promtool(["test", "rules", path]);
    if (/^\s*SUCCESS$/m.test(output)) return [];
    const blocks = output.split(/^ {4}(?=expr: )/m).slice(1);
    if (blocks.length === 0) throw new Error(`promtool gave no answer: ${output.slice(0, 2_000)}`);
    return blocks
      .map((block) => block.replaceAll(/\s+/g, " ").trim())
      .filter((report) => !isRounding(report));
  });
};
