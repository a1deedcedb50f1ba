import { casesByRule, vacuityTrials } from "../../src/check/tests/coverage.ts";
import { mutantsOf } from "../../src/check/tests/mutation/mutants.ts";
import { testFileText } from "../../src/check/tests/promtool/promtool-test.ts";
import { ruleEntry, ruleFileText } from "../../src/check/tests/promtool/rule-text.ts";
import { type Answer, caseResults, failureOf } from "../../src/check/tests/running/case-result.ts";
import { type TestSuite, testSuites } from "../../src/check/tests/test-suite.ts";
import type { Trial, TrialOutcome } from "../../src/check/tests/trials/trial.ts";
import { type AskPromtool, promtoolIn } from "../../src/cli/test-run/promtool.ts";
import { runTrials } from "../../src/cli/test-run/run-trials.ts";
import { inTemporaryFolder } from "../../src/cli/test-run/temporary-folder.ts";
import { parseYaml } from "../../src/lib/located-yaml.ts";
import { type Random, seededRandom } from "../../src/lib/random.ts";
import { readRuleTestsIn } from "../../src/prometheus/rule-test-file.ts";
import { readRuleFile } from "../rule-file.ts";

const pick = <Item>(random: Random, items: readonly Item[]): Item[] =>
  items.slice(Math.floor(random.fraction() * items.length)).slice(0, 1);

const integer = (random: Random, below: number): number => Math.floor(random.fraction() * below);

const RECORDINGS = [
  ["a:x", "sum by (job) (a)"],
  ["b:x", "max_over_time(a:x[2m])"],
  ["c:x", "max by (job) (b:x) - min by (job) (a:x)"],
] as const;

const queries = (random: Random): string[] => {
  const limit = String(integer(random, 6));
  return [
    `a > ${limit}`,
    `sum by (job) (a) >= ${limit} and on (job) b < 4`,
    `rate(a[3m]) > 0.0${limit}`,
    `a:x > ${limit} unless b:x > 8`,
    `c:x != ${limit}`,
    `max_over_time((a > ${limit})[2m:])`,
    `a / on (job) group_left sum by (job) (b) > ${limit}`,
    `a / on (job, n) (b or c) > ${limit}`,
    `count(ALERTS{alertname=~"A[0-3]", alertstate="firing"}) > ${limit}`,
    `ALERTS{alertstate="firing", severity="page"} == 1`,
    `absent(b) or a == ${limit}`,
    `minute() > bool ${limit}`,
  ];
};

const DURATIONS = ["0s", "0s", "1m", "2m30s"];

const randomRules = (random: Random): string => {
  const alerts = Array.from({ length: 5 }, () => ({
    // Few names, so that some alerts share one.
    alert: `A${integer(random, 5)}`,
    expr: pick(random, queries(random))[0],
    for: pick(random, DURATIONS)[0],
    keep_firing_for: pick(random, DURATIONS)[0],
    labels: { severity: pick(random, ["page", "ticket"])[0] },
  }));
  const half = integer(random, alerts.length);
  return JSON.stringify({
    groups: [
      { name: "first", rules: alerts.slice(0, half) },
      { name: "recording", rules: RECORDINGS.map(([record, expr]) => ({ record, expr })) },
      { name: "last", rules: alerts.slice(half) },
    ],
  });
};

const SERIES = ["a{job='x', n='1'}", "a{job='x', n='2'}", "a{job='y', n='1'}", "b{job='x', n='1'}"];

const values = (random: Random): string =>
  Array.from({ length: 14 }, () => pick(random, ["_", ...Array.from("0123456789")])[0]).join(" ");

const randomTests = (random: Random): string => {
  const test = () => ({
    interval: "1m",
    input_series: [...SERIES, "c{job='y', n='1'}"].map((series) => ({
      series,
      values: values(random),
    })),
    alert_rule_test: Array.from({ length: 8 }, () => ({
      eval_time: `${integer(random, 14)}m${integer(random, 2) * 20}s`,
      alertname: `A${integer(random, 5)}`,
      exp_alerts: integer(random, 2) === 0 ? [] : [{ exp_labels: { severity: "page" } }],
    })),
    promql_expr_test: [{ expr: "c:x", eval_time: "12m", exp_samples: [] }],
  });
  return JSON.stringify({ rule_files: ["rules.yml"], tests: [test(), test()] });
};

const randomSuites = (random: Random): readonly TestSuite[] => {
  const { documents } = readRuleFile({ text: randomRules(random), file: "rules.yml" });
  const { tests } = readRuleTestsIn(parseYaml(randomTests(random), "tests.yml"));
  return testSuites(tests === undefined ? [] : [tests], documents).suites;
};

/** Trials of every kind, as if all cases passed. */
const trialsOf = (suite: TestSuite): Trial[] => {
  const results = suite.scenarios.flatMap((scenario) => caseResults(scenario, []));
  const byRule = casesByRule(results);
  const ofMutants = suite.graph.rules.flatMap((rule) =>
    mutantsOf(rule).flatMap(({ change }) =>
      (byRule.get(rule.key) ?? []).map(({ scenario, cases }) => ({
        scenario,
        rule,
        change,
        cases,
      })),
    ),
  );
  return [...vacuityTrials(results), ...ofMutants];
};

/** The whole rule file with the one change, all of it evaluated at every interval. */
const wholeTest = ({ scenario, rule, change, cases }: Trial) => ({
  rules: ruleFileText(scenario.suite.groups, (other) => {
    if (other.key !== rule.key) return [ruleEntry(other)];
    return change === "deleted" ? [] : [ruleEntry(other, change)];
  }),
  tests: testFileText({
    scenario,
    questions: cases.map((one) => ({ case: one })),
    groupNames: scenario.suite.groups.map(({ name }) => name),
  }),
  evaluations: 14 * scenario.suite.graph.rules.length,
});

/** Whether a rule that the trial has nothing to do with cannot be evaluated, which ends the whole test early. */
const isBroken = (answer: Answer): boolean =>
  answer !== "timed-out" && answer.some(({ kind }) => kind === "evaluation");

const disagreement = (trial: Trial, outcome: TrialOutcome, whole: Answer): string[] => {
  const theirs = trial.cases.filter((one) => failureOf(whole, one) !== undefined);
  const ours = outcome === "undecided" ? [] : [...outcome.noticedBy];
  const isSame = theirs.length === ours.length && theirs.every((one) => ours.includes(one));
  if (outcome !== "undecided" && isSame) return [];
  const { rule, change, scenario } = trial;
  return [
    JSON.stringify({
      rule: [rule.rule.name.text, rule.rule.expr.text],
      change,
      ours: outcome === "undecided" ? outcome : ours.map(({ name }) => name),
      whole: theirs.map(({ name }) => name),
      tests: scenario.suite.file.file,
    }),
  ];
};

const compareSome = async (trials: readonly Trial[], ask: AskPromtool) => {
  const outcomes = await runTrials(trials, ask);
  const tests = trials.map((trial) => ({ trial, test: wholeTest(trial) }));
  const answers = await ask(tests.map(({ test }) => test));
  const compared = tests
    .map(({ trial, test }) => ({ trial, whole: answers.get(test) ?? "timed-out" }))
    .filter(({ whole }) => !isBroken(whole));
  return {
    compared: compared.length,
    noticed: compared.filter(({ trial, whole }) =>
      trial.cases.some((one) => failureOf(whole, one) !== undefined),
    ).length,
    disagreements: compared.flatMap(({ trial, whole }) =>
      disagreement(trial, outcomes.get(trial) ?? "undecided", whole),
    ),
  };
};

/** Few enough that many different rule sets are tried. */
const TRIALS_PER_SET = 15;

const chosen = (trials: readonly Trial[], random: Random): Trial[] =>
  Array.from({ length: TRIALS_PER_SET }, () => pick(random, trials)).flat();

/**
 * Compares how `tocsin test` tries changed rules (side by side, without evaluations that do not matter) with what
 * promtool says of the whole rule file with the change: which of its cases fail.
 */
export const compareRuleTrials = (
  count: number,
  seed: number,
): Promise<{ compared: number; noticed: number; disagreements: string[] }> =>
  inTemporaryFolder(async (folder) => {
    const ask = promtoolIn(folder);
    const total = { compared: 0, noticed: 0, disagreements: Array.of<string>() };
    for (let set = 0; total.compared < count; set++) {
      const random = seededRandom(seed * 100_000 + set);
      const trials = chosen(randomSuites(random).flatMap(trialsOf), random);
      const { compared, noticed, disagreements } = await compareSome(trials, ask);
      total.compared += compared;
      total.noticed += noticed;
      total.disagreements.push(...disagreements);
    }
    return total;
  });
