import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Input series, and the queries that are evaluated over them. */
export type QueryRun = {
  readonly interval: string;
  readonly series: readonly { readonly series: string; readonly values: string }[];
  readonly queries: readonly { readonly expr: string; readonly evalTime: string }[];
};

/** The values of a query's samples; undefined when Prometheus refused it. */
export type Answers = readonly (readonly number[] | undefined)[];

/** A sample that no query gives, so that promtool prints what it got instead. */
const IMPOSSIBLE = [{ labels: 'no_such_series{of="the proof"}', value: 123_456_789 }];

const run = (file: string): Promise<string> =>
  new Promise((resolve) => {
    execFile("promtool", ["test", "rules", file], { maxBuffer: 1e9 }, (_error, out, errors) =>
      resolve(out + errors),
    );
  });

const numberOf = (text: string): number => {
  const infinite = /^([+-]?)Inf$/.exec(text);
  if (infinite === null) return Number(text);
  return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
};

/** `{i="1"} 3.8E+01, {i="2"} NaN`, or `nil`; label values of the proofs have no braces. */
const samplesOf = (got: string): readonly number[] =>
  [...got.matchAll(/\} ([^,\s]+)/g)].map(([, value = ""]) => numberOf(value));

const FAILURE = /^("(?:[^"\\]|\\.)*"), time: (\S+),(.*)$/s;

/** What promtool says of each query that it could evaluate: `expr: …, time: …`, then `got: …`. */
const readAnswers = (output: string): ReadonlyMap<string, readonly number[]> => {
  const answers = new Map<string, readonly number[]>();
  for (const block of output.split(/^ {4}expr: /m).slice(1)) {
    const [, expr = '""', time = "", rest = ""] = FAILURE.exec(block) ?? [];
    const got = /^\s+got:(.*)$/m.exec(rest)?.[1];
    if (got !== undefined) answers.set(`${JSON.parse(expr)} @ ${time}`, samplesOf(got));
  }
  return answers;
};

/** The comment tells queries of different runs apart in what promtool prints. */
const marked = (expr: string, run: number): string => `${expr} # ${run}`;

const testFile = (runs: readonly QueryRun[]): string => {
  const tests = runs.map(({ interval, series, queries }, index) => ({
    interval,
    input_series: series,
    promql_expr_test: queries.map(({ expr, evalTime }) => ({
      expr: marked(expr, index),
      eval_time: evalTime,
      exp_samples: IMPOSSIBLE,
    })),
  }));
  return JSON.stringify({ evaluation_interval: "1m", tests });
};

/** Evaluates queries with `promtool test rules`, which must be installed. */
export const evaluateWithPromtool = async (
  runs: readonly QueryRun[],
): Promise<readonly Answers[]> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-values-"));
  try {
    const file = join(folder, "test.json");
    await writeFile(file, testFile(runs));
    const answers = readAnswers(await run(file));
    return runs.map(({ queries }, index) =>
      queries.map(({ expr, evalTime }) => answers.get(`${marked(expr, index)} @ ${evalTime}`)),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};
