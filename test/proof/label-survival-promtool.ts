import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Labels } from "../../src/labels/labels.ts";
import { inFolder } from "../temporary-folder.ts";
import { promtool } from "./rule-files-promtool.ts";

/** What a query really gave: the label sets of its samples, or why it failed. */
export type Answer = { readonly samples: readonly Labels[] } | { readonly failure: string };

/** A sample that no query gives, so that promtool prints what it got instead. */
const IMPOSSIBLE = [{ labels: 'no_such_series{of="the proof"}', value: 123_456_789 }];

const LABEL_SET = /\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\}/g;
const LABEL = /([a-zA-Z_]\w*)=("(?:[^"\\]|\\.)*")/g;

const textOf = (quoted: string): string => String(JSON.parse(quoted));

/** `{a="1", b="2"} 3E+00, {} 1E+00`. */
const samplesOf = (got: string): readonly Labels[] =>
  [...got.matchAll(LABEL_SET)].map(([, labels = ""]) =>
    Object.fromEntries(
      [...labels.matchAll(LABEL)].map(([, name = "", value = '""']) => [name, textOf(value)]),
    ),
  );

const readAnswers = (output: string): ReadonlyMap<string, Answer> => {
  const answers = new Map<string, Answer>();
  for (const block of output.split(/^ {4}expr: /m).slice(1)) {
    const [, expr = '""', rest = ""] = /^("(?:[^"\\]|\\.)*"), time: \S+,(.*)$/s.exec(block) ?? [];
    const got = /^\s+got:(.*)$/ms.exec(rest)?.[1];
    const failure = /^ err: (.*)/s.exec(rest)?.[1]?.trim();
    if (got !== undefined) answers.set(textOf(expr), { samples: samplesOf(got) });
    else if (failure !== undefined) answers.set(textOf(expr), { failure });
  }
  return answers;
};

type Questions = {
  readonly series: readonly { readonly series: string; readonly values: string }[];
  readonly rules: readonly object[];
  readonly queries: readonly string[];
};

/** Has the queries answered by `promtool test rules`, ten minutes after the series began. */
export const answersOf = ({
  series,
  rules,
  queries,
}: Questions): Promise<ReadonlyMap<string, Answer>> =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "rules.yml"), JSON.stringify({ groups: [{ name: "g", rules }] }));
    const promql_expr_test = queries.map((expr) => ({
      expr,
      eval_time: "10m",
      exp_samples: IMPOSSIBLE,
    }));
    const test = {
      rule_files: ["rules.yml"],
      evaluation_interval: "1m",
      tests: [{ interval: "1m", input_series: series, promql_expr_test }],
    };
    await writeFile(join(folder, "test.yml"), JSON.stringify(test));
    const { stdout, stderr } = await promtool(["test", "rules", join(folder, "test.yml")]);
    return readAnswers(stdout + stderr);
  });
