import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Labels } from "../../src/labels/labels.ts";
import { unquote } from "../../src/lib/go-template/syntax/quoted-text.ts";
import type { AnswerQuery, QuerySample } from "../../src/prometheus/template/alert-functions.ts";
import type { Outcome } from "./templates-amtool.ts";

export type AlertCase = {
  readonly template: string;
  readonly labels: Labels;
  /** As PromQL writes it. */
  readonly value: string;
};

/** The label that sets the series of the cases apart. */
export const CASE_LABEL = "number";

export const EXTERNAL_LABELS: Labels = { region: "eu" };

const QUERIED: readonly QuerySample[] = [
  { labels: { __name__: "q", job: "b" }, value: 2.5 },
  { labels: { __name__: "q", job: "a" }, value: 7 },
];

/** What the queries of templates find in promtool. */
export const answerQuery: AnswerQuery = (expression) => {
  if (expression === "sort(q)") return QUERIED;
  return expression === "sum(q)" ? [{ labels: {}, value: 9.5 }] : [];
};

const promtool = (args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile("promtool", args, { timeout: 60_000, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve(`${stdout}\n${stderr}`);
    });
  });

const alertName = (index: number): string => `Case${index}`;

const ruleFile = (cases: Iterable<readonly [number, AlertCase]>): string =>
  JSON.stringify({
    groups: [
      {
        name: "templates",
        rules: [...cases].map(([index, { template, value }]) => ({
          alert: alertName(index),
          expr: `m{${CASE_LABEL}="${index}"} * 0 + ${value}`,
          annotations: { text: template },
        })),
      },
    ],
  });

const seriesOf = (index: number, labels: Labels): string =>
  `m{${Object.entries({ ...labels, [CASE_LABEL]: String(index) })
    .map(([name, text]) => `${name}=${JSON.stringify(text)}`)
    .join(",")}}`;

const testFile = (cases: Iterable<readonly [number, AlertCase]>): string => {
  const all = [...cases];
  return JSON.stringify({
    rule_files: ["rules.yml"],
    tests: [
      {
        interval: "1m",
        external_labels: EXTERNAL_LABELS,
        input_series: [
          ...all.map(([index, { labels }]) => ({ series: seriesOf(index, labels), values: "1" })),
          ...QUERIED.map(({ labels, value }) => ({
            series: `q{job="${labels["job"]}"}`,
            values: String(value),
          })),
        ],
        alert_rule_test: all.map(([index]) => ({
          eval_time: "0m",
          alertname: alertName(index),
          exp_alerts: [],
        })),
      },
    ],
  });
};

const REFUSED = /"Case(\d+)": annotation "text": (template: [\s\S]*?)\n(?=\S*rules\.yml|\n|$)/g;
const EXPANDED = /Annotations:\{text=("(?:[^"\\]|\\.)*")\}/;

const refusals = (said: string): ReadonlyMap<number, string> =>
  new Map([...said.matchAll(REFUSED)].map(([, index, message = ""]) => [Number(index), message]));

const expansions = (said: string): ReadonlyMap<number, string> =>
  new Map(
    said.split(/(?=alertname: ?Case\d+)/).flatMap((part) => {
      const index = /^alertname: ?Case(\d+)/.exec(part)?.[1];
      const quoted = EXPANDED.exec(part)?.[1];
      const text = quoted === undefined ? undefined : unquote(quoted)?.text;
      return index === undefined || text === undefined ? [] : [[Number(index), text] as const];
    }),
  );

const FAILED = /^<error expanding template: ([\s\S]*)>$/;

/** What Prometheus 2.42 makes of each, all in one run of `promtool check rules` and `promtool test rules`. */
export const expandWithPromtool = async (
  cases: readonly AlertCase[],
): Promise<readonly Outcome[]> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-templates-"));
  const rules = join(folder, "rules.yml");
  const tests = join(folder, "tests.yml");
  try {
    await writeFile(rules, ruleFile(cases.entries()));
    const refused = refusals(await promtool(["check", "rules", rules]));
    const rest = [...cases.entries()].filter(([index]) => !refused.has(index));
    await writeFile(rules, ruleFile(rest));
    await writeFile(tests, testFile(rest));
    const expanded = expansions(await promtool(["test", "rules", tests]));
    return cases.map((_, index) => {
      const message = refused.get(index);
      if (message !== undefined) return { error: message };
      const text = expanded.get(index);
      if (text === undefined) throw new Error(`promtool said nothing of case ${index}`);
      const failure = FAILED.exec(text)?.[1];
      return failure === undefined ? { output: text } : { error: failure };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
};
