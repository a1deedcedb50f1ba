import type { Labels } from "../../src/labels/labels.ts";
import { includesLabels } from "../../src/labels/symbolic-labels.ts";
import { seededRandom } from "../../src/lib/random.ts";
import {
  type LabelFlow,
  type LabelFlowContext,
  labelFlow,
  ruleSeriesOf,
} from "../../src/promql/labels/label-flow.ts";
import { labelVerdict } from "../../src/promql/labels/label-verdict.ts";
import { metricsOf } from "../../src/promql/metrics/metrics.ts";
import type { Expr } from "../../src/promql/syntax/expr.ts";
import { parseExpr } from "../../src/promql/syntax/parse.ts";
import { type Answer, answersOf } from "./label-survival-promtool.ts";
import { randomQuery } from "./label-survival-queries.ts";
import { CATALOGUE, LABELS, RULES, randomSeries, TARGET_LABELS } from "./label-survival-series.ts";

export type LabelDisagreement = { readonly query: string; readonly what: string };

export type LabelSurvival = {
  /** Queries that Prometheus answered or refused because of duplicates. */
  readonly compared: number;
  /** Those of them that gave samples. */
  readonly answered: number;
  readonly disagreements: readonly LabelDisagreement[];
  /** Of labels in answers: those that all samples had or none, and how many of those "maybe" was said of. */
  readonly settled: number;
  readonly undecided: number;
};

const QUERIES_OF_A_RUN = 250;

const exprOf = (query: string): Expr => {
  const parsed = parseExpr(query);
  if ("error" in parsed) throw new Error(`${query}: ${parsed.error.message}`);
  return parsed.expr;
};

const pairs = (labels: Labels) => Object.entries(labels).map(([name, value]) => ({ name, value }));

const declared = { metrics: metricsOf([CATALOGUE]), targetLabels: TARGET_LABELS };

const context: LabelFlowContext = {
  ...declared,
  ruleSeries: ruleSeriesOf(
    RULES.map((rule) => ({
      kind: "record" in rule ? "recording" : "alerting",
      name: "record" in rule ? rule.record : rule.alert,
      expr: exprOf(rule.expr),
      labels: pairs(rule.labels),
    })),
    declared,
  ),
};

/** What Prometheus says when several series of a side have the same labels to match by. */
const DUPLICATES =
  /found duplicate series for the match group|many-to-one matching must be explicit/;

const presenceIn = (samples: readonly Labels[], label: string): "always" | "maybe" | "never" => {
  const having = samples.filter((sample) => Object.hasOwn(sample, label)).length;
  if (having === 0) return "never";
  return having === samples.length ? "always" : "maybe";
};

const wrongClaims = (flow: LabelFlow, samples: readonly Labels[]): readonly string[] => {
  const wrong = samples
    .filter((sample) => !flow.alternatives.some(({ labels }) => includesLabels(labels, sample)))
    .map((sample) => `no branch has ${JSON.stringify(sample)}`);
  for (const label of LABELS) {
    const claimed = labelVerdict(flow, label).presence;
    const actual = presenceIn(samples, label);
    if (claimed !== "maybe" && claimed !== actual) {
      wrong.push(`${label} is said to be there ${claimed}, and is ${actual}`);
    }
  }
  return wrong;
};

const mistakesIn = (flow: LabelFlow, answer: Answer): readonly string[] => {
  if ("samples" in answer)
    return answer.samples.length === 0 ? [] : wrongClaims(flow, answer.samples);
  const proven = flow.matchings.every(({ duplicates }) => duplicates.length === 0);
  return DUPLICATES.test(answer.failure) && proven ? [answer.failure] : [];
};

const isComparable = (answer: Answer): boolean =>
  "samples" in answer || DUPLICATES.test(answer.failure);

type Tally = { compared: number; answered: number; settled: number; undecided: number };

const countPrecision = (tally: Tally, flow: LabelFlow, samples: readonly Labels[]): void => {
  tally.answered += 1;
  for (const label of LABELS) {
    if (presenceIn(samples, label) === "maybe") continue;
    tally.settled += 1;
    if (labelVerdict(flow, label).presence === "maybe") tally.undecided += 1;
  }
};

/**
 * Holds the label flow of random queries over random series, whose metrics are declared and whose target labels are
 * closed, against the samples that promtool really gets.
 */
export const compareLabelSurvival = async (count: number, seed: number): Promise<LabelSurvival> => {
  const random = seededRandom(seed);
  const disagreements: LabelDisagreement[] = [];
  const tally: Tally = { compared: 0, answered: 0, settled: 0, undecided: 0 };
  for (let asked = 0; asked < count; asked += QUERIES_OF_A_RUN) {
    const length = Math.min(QUERIES_OF_A_RUN, count - asked);
    const queries = Array.from({ length }, () => randomQuery(random));
    const answers = await answersOf({ series: randomSeries(random), rules: RULES, queries });
    for (const [query, answer] of answers) {
      if (!isComparable(answer)) continue;
      const flow = labelFlow(exprOf(query), context);
      tally.compared += 1;
      if ("samples" in answer && answer.samples.length > 0) {
        countPrecision(tally, flow, answer.samples);
      }
      for (const what of mistakesIn(flow, answer)) disagreements.push({ query, what });
    }
  }
  return { ...tally, disagreements };
};
