import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatDuration } from "../../src/lib/duration.ts";
import { type Random, seededRandom } from "../../src/lib/random.ts";
import {
  type ActiveAlert,
  type AlertRuleState,
  NO_ALERTS,
  stepAlerts,
  writtenAlerts,
} from "../../src/prometheus/alert-state.ts";
import {
  expandSeries,
  parseSeriesValues,
  type SeriesSample,
} from "../../src/prometheus/series-notation.ts";
import { inFolder } from "../temporary-folder.ts";
import { promtool } from "./rule-files-promtool.ts";

const STEP_MS = 60_000;
const EVALUATIONS = 30;
const RULES_PER_FILE = 20;

const FOR_MS = [0, 30_000, 60_000, 90_000, 120_000, 300_000] as const;
const KEEP_MS = [0, 0, 30_000, 60_000, 90_000, 120_000, 300_000] as const;

type RandomRule = {
  readonly name: string;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** The values of each of its series as promtool writes them. */
  readonly values: readonly string[];
};

const pick = <T>(options: readonly T[], random: Random, otherwise: T): T =>
  options[Math.floor(random.fraction() * options.length)] ?? otherwise;

/** The condition holds where a value is 1. Gaps are shorter than Prometheus looks back. */
const randomValues = (random: Random): string => {
  const words: string[] = [];
  let length = 0;
  while (length < EVALUATIONS) {
    const times = Math.floor(random.fraction() * 5);
    const [word, samples] = pick<[string, number]>(
      [
        [`1x${times}`, times + 1],
        [`1x${times}`, times + 1],
        [`0x${times}`, times + 1],
        [`0+1x${times}`, times + 1],
        [`_x${Math.min(times, 3)} 1`, Math.min(times, 3) + 1],
        ["stale", 1],
        ["1", 1],
      ],
      random,
      ["0", 1],
    );
    words.push(word);
    length += samples;
  }
  return words.join(" ");
};

const randomRule = (index: number, random: Random): RandomRule => ({
  name: `A${index}`,
  forMs: pick(FOR_MS, random, 0),
  keepFiringForMs: pick(KEEP_MS, random, 0),
  values: [randomValues(random), randomValues(random)],
});

/** Whether the condition holds at each evaluation: a missing sample leaves the last in force. */
const holding = (values: string): boolean[] => {
  const parsed = parseSeriesValues(values);
  if ("fault" in parsed) throw new Error(parsed.fault.message);
  let last: SeriesSample = { kind: "stale" };
  return expandSeries(parsed.items, EVALUATIONS).map((sample) => {
    if (sample.kind !== "missing") last = sample;
    return last.kind === "float" && last.value === 1;
  });
};

/** The alerts that we expect to be written at each evaluation. */
const expectedAlerts = (rule: RandomRule): ActiveAlert[][] => {
  const labels = rule.values.map((_, series) => ({ alertname: rule.name, i: `${series}` }));
  const holds = rule.values.map(holding);
  let state: AlertRuleState = NO_ALERTS;
  return Array.from({ length: EVALUATIONS }, (_, evaluation) => {
    const samples = labels
      .filter((_, series) => holds[series]?.[evaluation] === true)
      .map((of) => ({ labels: of, value: 1 }));
    const evaluationAt = { now: evaluation * STEP_MS, timing: rule };
    state = stepAlerts(state, samples, evaluationAt).state;
    return writtenAlerts(state);
  });
};

const expressionTests = (rule: RandomRule) =>
  expectedAlerts(rule).flatMap((alerts, evaluation) => {
    const eval_time = formatDuration(evaluation * STEP_MS);
    return [
      {
        expr: `ALERTS{alertname="${rule.name}"}`,
        eval_time,
        exp_samples: alerts.map(({ labels, phase }) => ({
          labels: `ALERTS{alertname="${rule.name}",alertstate="${phase}",i="${labels["i"]}"}`,
          value: 1,
        })),
      },
      {
        expr: `ALERTS_FOR_STATE{alertname="${rule.name}"}`,
        eval_time,
        exp_samples: alerts.map(({ labels, activeAt }) => ({
          labels: `ALERTS_FOR_STATE{alertname="${rule.name}",i="${labels["i"]}"}`,
          value: activeAt / 1000,
        })),
      },
    ];
  });

const ruleFile = (rules: readonly RandomRule[]) => ({
  groups: [
    {
      name: "g",
      rules: rules.map(({ name, forMs, keepFiringForMs }) => ({
        alert: name,
        expr: `m${name} == 1`,
        for: formatDuration(forMs),
        keep_firing_for: formatDuration(keepFiringForMs),
      })),
    },
  ],
});

const testFile = (rules: readonly RandomRule[], path: string) => ({
  rule_files: [path],
  evaluation_interval: formatDuration(STEP_MS),
  tests: [
    {
      interval: formatDuration(STEP_MS),
      input_series: rules.flatMap(({ name, values }) =>
        values.map((written, series) => ({
          series: `m${name}{i="${series}"}`,
          values: written,
        })),
      ),
      promql_expr_test: rules.flatMap(expressionTests),
    },
  ],
});

/** What promtool finds different from what we expect of the rules. */
const disagreementsOf = (rules: readonly RandomRule[]): Promise<string[]> =>
  inFolder(async (folder) => {
    const rulePath = join(folder, "rules.yml");
    const testPath = join(folder, "test.yml");
    await writeFile(rulePath, JSON.stringify(ruleFile(rules)));
    await writeFile(testPath, JSON.stringify(testFile(rules, rulePath)));
    const { stdout, stderr } = await promtool(["test", "rules", testPath]);
    if (/^ {2}SUCCESS$/m.test(stdout)) return [];
    return [`${stderr.slice(0, 2000)}\n${JSON.stringify(rules)}`];
  });

/**
 * Compares the states of the alerts of `count` random rules, each evaluated 30 times over two series,
 * with `ALERTS` and `ALERTS_FOR_STATE` as Prometheus writes them.
 */
export const compareAlertStates = async (
  count: number,
  seed: number,
): Promise<{ compared: number; disagreements: string[] }> => {
  const random = seededRandom(seed);
  const rules = Array.from({ length: count }, (_, index) => randomRule(index, random));
  const disagreements: string[] = [];
  for (let from = 0; from < rules.length; from += RULES_PER_FILE) {
    disagreements.push(...(await disagreementsOf(rules.slice(from, from + RULES_PER_FILE))));
  }
  return { compared: rules.length, disagreements };
};
