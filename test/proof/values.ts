import { type Random, seededRandom } from "../../src/lib/random.ts";
import { metricsOf } from "../../src/promql/metrics/metrics.ts";
import { parseExpr } from "../../src/promql/syntax/parse.ts";
import { valuesOf } from "../../src/promql/values/evaluate.ts";
import type { ValueFacts } from "../../src/promql/values/value-facts.ts";
import { randomExpression } from "./values-expressions.ts";
import { evaluateWithPromtool } from "./values-promtool.ts";
import { CATALOGUE, MINUTES, randomSeries } from "./values-series.ts";

export type ValueDisagreement = {
  readonly expr: string;
  readonly evalTime: string;
  readonly value: number;
  readonly facts: ValueFacts;
};

const QUERIES_OF_A_RUN = 200;

/** Computed alike but for the last digits, here and there. */
const SLACK = 1e-9;

const isWithin = (value: number, facts: ValueFacts): boolean => {
  if (Number.isNaN(value)) return facts.mayBeNaN;
  if (value === Infinity) return facts.mayBePlusInf;
  if (value === -Infinity) return facts.mayBeMinusInf;
  const slack = SLACK * Math.max(1, Math.abs(value));
  const whole = !facts.integer || Math.abs(value - Math.round(value)) <= slack;
  return value >= facts.min - slack && value <= facts.max + slack && whole;
};

const factsOfText = (expr: string): ValueFacts => {
  const parsed = parseExpr(expr);
  if ("error" in parsed) throw new Error(`${parsed.error.message}: ${expr}`);
  return valuesOf(parsed.expr, { metrics: metricsOf([CATALOGUE]) });
};

const compareRun = async (count: number, random: Random) => {
  const queries = Array.from({ length: count }, () => ({
    expr: randomExpression(random),
    evalTime: `${10 + Math.floor(random.fraction() * (MINUTES - 10))}m`,
  }));
  const series = randomSeries(random);
  const [answers = []] = await evaluateWithPromtool([{ interval: "1m", series, queries }]);
  const disagreements: ValueDisagreement[] = [];
  let compared = 0;
  for (const [index, { expr, evalTime }] of queries.entries()) {
    const values = answers[index];
    if (values === undefined) continue;
    compared++;
    const facts = factsOfText(expr);
    for (const value of values) {
      if (!isWithin(value, facts)) disagreements.push({ expr, evalTime, value, facts });
    }
  }
  return { compared, disagreements };
};

/**
 * Random queries over series whose values keep to their declarations, evaluated by promtool: every value
 * lies inside the facts that were worked out without the series. Queries that Prometheus refuses, for
 * many-to-many matches, are not counted.
 */
export const proveValues = async (
  count: number,
  seed: number,
): Promise<{ compared: number; disagreements: readonly ValueDisagreement[] }> => {
  const random = seededRandom(seed);
  const disagreements: ValueDisagreement[] = [];
  let compared = 0;
  while (compared < count) {
    const outcome = await compareRun(Math.min(QUERIES_OF_A_RUN, count - compared), random);
    if (outcome.compared === 0) throw new Error("promtool answered none of the queries");
    compared += outcome.compared;
    disagreements.push(...outcome.disagreements);
  }
  return { compared, disagreements };
};
