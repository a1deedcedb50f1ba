import {
  type Answer,
  type Answers,
  joinAnswers,
  momentsIn,
  partsOf,
  type Question,
  questionKey,
} from "../../check/backtest/question.ts";
import type { Prometheus } from "../../integrations/prometheus/prometheus.ts";
import { PrometheusFailure } from "../../integrations/prometheus/prometheus-failure.ts";
import type { QueryRange } from "../../prometheus/range-series.ts";
import type { Progress } from "../progress.ts";

/** Prometheus answers with at most 11,000 points of each series. */
const MOST_MOMENTS = 10_000;
/** A stretch without an answer is not looked into more closely than this. */
const FEWEST_MOMENTS = 60;
/** It has other work to do. */
const AT_ONCE = 3;
/** What a question may bring in all; more fills the memory, and nobody can look at it. */
const MOST_VALUES = 5_000_000;

/** Whether less time could have an answer: a query fails as a whole where it fails at one moment. */
const isWorthSplitting = ({ kind, errorType }: PrometheusFailure): boolean =>
  kind === "too-much" || errorType === "execution";

const halvesOf = (range: QueryRange): QueryRange[] =>
  partsOf(range, Math.ceil(momentsIn(range) / 2));

type Asking = {
  readonly prometheus: Prometheus;
  readonly query: string;
  /** Values that may still come. */
  left: number;
};

const unanswered = ({ from, to }: QueryRange, because: string): Answer => ({
  series: [],
  unanswered: [{ from, to, because }],
});

const askPart = async (asking: Asking, range: QueryRange): Promise<Answer> => {
  if (asking.left < 0) return unanswered(range, `it has more than ${MOST_VALUES} values`);
  try {
    const series = await asking.prometheus.queryRange(asking.query, range);
    for (const { values } of series) asking.left -= values.length;
    return { series, unanswered: [] };
  } catch (error) {
    if (!(error instanceof PrometheusFailure) || error.kind === "unreachable") throw error;
    if (!isWorthSplitting(error) || momentsIn(range) <= FEWEST_MOMENTS) {
      return unanswered(range, error.message);
    }
    const answers: Answer[] = [];
    for (const half of halvesOf(range)) answers.push(await askPart(asking, half));
    return joinAnswers(answers, range.stepMs);
  }
};

type Part = { readonly asking: Asking; readonly range: QueryRange; answer: Answer | undefined };

const missing = ({ range, answer }: Part): Answer =>
  answer ?? unanswered(range, "it was not asked");

/** Asks each question once, a few at a time and in parts that Prometheus can answer. */
export const readHistory = async (
  prometheus: Prometheus,
  questions: readonly Question[],
  progress: Progress,
): Promise<Answers> => {
  const byKey = new Map(questions.map((question) => [questionKey(question), question]));
  const asked = [...byKey].map(([key, { query, range }]) => {
    const asking: Asking = { prometheus, query, left: MOST_VALUES };
    const parts = partsOf(range, MOST_MOMENTS).map(
      (part): Part => ({ asking, range: part, answer: undefined }),
    );
    return { key, parts, stepMs: range.stepMs };
  });
  const waiting = asked.flatMap(({ parts }) => parts);
  const total = waiting.length;
  let done = 0;
  progress.show("queries", done, total);
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      part.answer = await askPart(part.asking, part.range);
      done += 1;
      progress.show("queries", done, total);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return new Map(
    asked.map(({ key, parts, stepMs }) => [key, joinAnswers(parts.map(missing), stepMs)]),
  );
};
