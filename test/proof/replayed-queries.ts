import { evaluateAt } from "../../src/check/checks/values/replay/evaluate-at.ts";
import { METRIC_NAME, NotReplayed } from "../../src/check/checks/values/replay/sample.ts";
import {
  type Storage,
  type StoredSeries,
  storedValues,
} from "../../src/check/checks/values/replay/stored-series.ts";
import { durationMs } from "../../src/lib/duration.ts";
import { type Random, seededRandom } from "../../src/lib/random.ts";
import { parseExpr } from "../../src/promql/syntax/parse.ts";
import { randomExpression } from "./values-expressions.ts";
import { evaluateWithPromtool } from "./values-promtool.ts";
import { type InputSeries, MINUTES, randomSeries } from "./values-series.ts";

export type ReplayDisagreement = {
  readonly expr: string;
  readonly evalTime: string;
  readonly promtool: readonly number[] | undefined;
  readonly replayed: readonly number[] | undefined;
};

const MINUTE_MS = 60_000;
const QUERIES_OF_A_RUN = 200;
const SLACK = 1e-9;

const stored = ({ series, values }: InputSeries): StoredSeries => {
  const parsed = parseExpr(series);
  if ("error" in parsed || parsed.expr.kind !== "selector") throw new Error(`no series: ${series}`);
  const { metric, matchers } = parsed.expr;
  const labels = Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
  return { labels: { ...labels, [METRIC_NAME]: metric }, values: storedValues(values) };
};

const replayed = (text: string, now: number, storage: Storage): readonly number[] | undefined => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(`${parsed.error.message}: ${text}`);
  try {
    const value = evaluateAt(parsed.expr, { now, storage });
    return value.kind === "scalar" ? [value.value] : value.samples.map((sample) => sample.value);
  } catch (error) {
    if (error instanceof NotReplayed) return undefined;
    throw error;
  }
};

const isSame = (a: readonly number[], b: readonly number[]): boolean => {
  const [left, right] = [a.toSorted(), b.toSorted()];
  return left.length === right.length && left.every((value, index) => isNear(value, right[index]));
};

const isNear = (a: number, b: number | undefined): boolean =>
  b !== undefined && (Object.is(a, b) || Math.abs(a - b) <= SLACK * Math.max(1, Math.abs(a)));

const compareRun = async (count: number, random: Random) => {
  const queries = Array.from({ length: count }, () => ({
    expr: randomExpression(random),
    evalTime: `${10 + Math.floor(random.fraction() * (MINUTES - 10))}m`,
  }));
  const series = randomSeries(random);
  const [answers = []] = await evaluateWithPromtool([{ interval: "1m", series, queries }]);
  const storage = { series: series.map(stored), intervalMs: MINUTE_MS, version: "2.42" } as const;
  const disagreements: ReplayDisagreement[] = [];
  let compared = 0;
  for (const [index, { expr, evalTime }] of queries.entries()) {
    const own = replayed(expr, durationMs(evalTime), storage);
    if (own === undefined) continue;
    compared++;
    const promtool = answers[index];
    if (promtool === undefined || !isSame(own, promtool)) {
      disagreements.push({ expr, evalTime, promtool, replayed: own });
    }
  }
  return { compared, disagreements };
};

/**
 * Random queries over random series give the same values here as in promtool 2.42; queries that are not replayed are
 * not counted.
 */
export const proveReplayedQueries = async (
  count: number,
  seed: number,
): Promise<{ compared: number; disagreements: readonly ReplayDisagreement[] }> => {
  const random = seededRandom(seed);
  const disagreements: ReplayDisagreement[] = [];
  let compared = 0;
  while (compared < count) {
    const outcome = await compareRun(QUERIES_OF_A_RUN, random);
    if (outcome.compared === 0) throw new Error("none of the queries was replayed");
    compared += outcome.compared;
    disagreements.push(...outcome.disagreements);
  }
  return { compared, disagreements };
};
