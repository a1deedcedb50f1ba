import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inFolder } from "../temporary-folder.ts";

/** The output of a program of Debian's, whether or not it was content. */
export const outputOf = (
  program: "promtool" | "amtool",
  args: readonly string[],
): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 1e9 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code === "string") reject(error);
      else resolve(stdout + stderr);
    });
  });

/** A sample that no query gives, so that promtool prints what it got instead. */
const IMPOSSIBLE = [{ labels: 'no_such_series{of="the proof"}', value: 123_456_789 }];

/** The indices of the values that match, or "refused". */
export type RegexpAnswer = ReadonlySet<number> | "refused";

const readAnswer = (block: string): RegexpAnswer => {
  const got = /^\s+got:(.*)$/ms.exec(block)?.[1];
  if (got === undefined) return "refused";
  return new Set([...got.matchAll(/\{id="(\d+)"\}/g)].map(([, id]) => Number(id)));
};

/** Which values each expression matches in Prometheus, the absent label standing for "". */
export const matchedByPrometheus = (
  expressions: readonly string[],
  values: readonly string[],
): Promise<readonly RegexpAnswer[]> =>
  inFolder(async (folder) => {
    const input_series = values.map((value, id) => ({
      series: `v{id="${id}"${value === "" ? "" : `,v=${JSON.stringify(value)}`}}`,
      values: "1",
    }));
    const promql_expr_test = expressions.map((expression, index) => ({
      expr: `count by (id) (v{v=~${JSON.stringify(expression)}}) * ${index + 1}`,
      eval_time: "0m",
      exp_samples: IMPOSSIBLE,
    }));
    const file = join(folder, "test.json");
    await writeFile(
      file,
      JSON.stringify({ tests: [{ interval: "1m", input_series, promql_expr_test }] }),
    );
    const output = await outputOf("promtool", ["test", "rules", file]);
    const blocks = new Map<number, string>();
    for (const block of output.split(/^ {4}expr: /m).slice(1)) {
      const index = /^"(?:[^"\\]|\\.)*\}\) \* (\d+)"/.exec(block)?.[1];
      blocks.set(Number(index) - 1, block);
    }
    return expressions.map((_, index) => {
      const block = blocks.get(index);
      if (block === undefined) throw new Error(`promtool did not answer: ${output.slice(0, 1000)}`);
      return readAnswer(block);
    });
  });
