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
import type { QueryRange, RangeSeries } from "../../prometheus/range-series.ts";
import type { Progress } from "../progress.ts";

/** Prometheus answers with at most 11,000 points of each series. */
const MOST_MOMENTS = 10_000;
/** A stretch without an answer is not looked into more closely than this. */
const FEWEST_MOMENTS = 60;
/** It has other work to do. */
const AT_ONCE = 3;
/** What a question may bring in all; more fills the memory, and nobody can look at it. */
const MOST_VALUES = 5_000_000;

/** So often in a row somebody answers who does not speak as Prometheus does, or nobody in time; then it is no use. */
const MOST_STRIKES = 6;

/** What is known of the Prometheus that is asked. */
type Asked = { readonly prometheus: Prometheus; hasAnswered: boolean; strikes: number };

type Asking = {
  readonly asked: Asked;
  readonly query: string;
  /** Values that may still come. */
  left: number;
  /** Moments that can be asked for at once. */
  most: number;
  /** Why no more of it is asked. */
  givenUp: string | undefined;
};

const unanswered = ({ from, to }: QueryRange, because: string): Answer => ({
  series: [],
  unanswered: [{ from, to, because }],
});

/** Moments in order, and no further from those asked for than what rounds them to its step would bring. */
const isAsAsked = ({ times }: RangeSeries, { from, to, stepMs }: QueryRange): boolean => {
  let last = from - stepMs;
  for (const at of times) {
    if (at < last || at > to + stepMs) return false;
    last = at;
  }
  return true;
};

const rangeOf = async ({ asked, query }: Asking, range: QueryRange): Promise<RangeSeries[]> => {
  const series = [...(await asked.prometheus.queryRange(query, range))];
  if (!series.every((one) => isAsAsked(one, range))) {
    throw new PrometheusFailure("refused", {
      message: `${asked.prometheus.url} answered with times that it was not asked for`,
      mend: "give the address of a Prometheus, or of what answers like one",
    });
  }
  asked.hasAnswered = true;
  asked.strikes = 0;
  return series;
};

/** Throws the failure where it says that no answer will ever come. */
const strike = (asked: Asked, failure: PrometheusFailure): void => {
  if (failure.kind === "unreachable") throw failure;
  if (failure.errorType !== undefined) return;
  asked.strikes += 1;
  const isStranger = failure.kind === "refused" && !asked.hasAnswered;
  if (isStranger || asked.strikes >= MOST_STRIKES) throw failure;
};

const askParts = async (asking: Asking, parts: readonly QueryRange[]): Promise<Answer> => {
  const answers: Answer[] = [];
  for (const part of parts) answers.push(await askPart(asking, part));
  return joinAnswers(answers, parts[0]?.stepMs ?? 0);
};

const halvesOf = (range: QueryRange): QueryRange[] =>
  partsOf(range, Math.ceil(momentsIn(range) / 2));

/** Less time may have an answer: what is too much is asked in smaller parts, and a query may fail at one moment only. */
const askLess = async (
  asking: Asking,
  range: QueryRange,
  { kind, errorType, message }: PrometheusFailure,
): Promise<Answer> => {
  const moments = momentsIn(range);
  if (kind === "too-much" && moments > FEWEST_MOMENTS) {
    asking.most = Math.min(asking.most, Math.ceil(moments / 2));
    return await askParts(asking, partsOf(range, asking.most));
  }
  if (kind === "too-much") asking.givenUp = message;
  else if (errorType === "execution" && moments > FEWEST_MOMENTS) {
    return await askParts(asking, halvesOf(range));
  }
  return unanswered(range, message);
};

const askPart = async (asking: Asking, range: QueryRange): Promise<Answer> => {
  if (asking.givenUp !== undefined) return unanswered(range, asking.givenUp);
  if (momentsIn(range) > asking.most) return await askParts(asking, partsOf(range, asking.most));
  try {
    const series = await rangeOf(asking, range);
    for (const { values } of series) asking.left -= values.length;
    if (asking.left < 0) asking.givenUp = `it has more than ${MOST_VALUES} values`;
    return { series, unanswered: [] };
  } catch (error) {
    if (!(error instanceof PrometheusFailure)) throw error;
    strike(asking.asked, error);
    return await askLess(asking, range, error);
  }
};

/** A question that is asked in parts; their answers stand in the order of time. */
type Whole = {
  readonly key: string;
  readonly stepMs: number;
  readonly answers: Answer[];
  left: number;
};

type Part = {
  readonly of: Whole;
  readonly index: number;
  readonly asking: Asking;
  readonly range: QueryRange;
};

const wholeOf = ([key, { query, range }]: readonly [string, Question], asked: Asked): Part[] => {
  const most = MOST_MOMENTS;
  const asking: Asking = { asked, query, left: MOST_VALUES, most, givenUp: undefined };
  const ranges = partsOf(range, MOST_MOMENTS);
  const of: Whole = { key, stepMs: range.stepMs, answers: [], left: ranges.length };
  return ranges.map((part, index) => ({ of, index, asking, range: part }));
};

export type Reading = {
  readonly prometheus: Prometheus;
  readonly progress: Progress;
  /** Gets each answer by its `questionKey` as soon as it is whole; nobody else keeps it. */
  readonly take: (key: string, answer: Answer) => void;
};

/**
 * Asks each question once, a few at a time and in parts that Prometheus can answer. Throws PrometheusFailure when
 * nobody answers, or no Prometheus.
 */
export const readAnswers = async (
  questions: readonly Question[],
  { prometheus, progress, take }: Reading,
): Promise<void> => {
  const byKey = new Map(questions.map((question) => [questionKey(question), question]));
  const asked: Asked = { prometheus, hasAnswered: false, strikes: 0 };
  const waiting = [...byKey].flatMap((question) => wholeOf(question, asked));
  const total = waiting.length;
  let done = 0;
  progress.show("queries", done, total);
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const { of, index } = part;
      of.answers[index] = await askPart(part.asking, part.range);
      of.left -= 1;
      if (of.left === 0) take(of.key, joinAnswers(of.answers.splice(0), of.stepMs));
      done += 1;
      progress.show("queries", done, total);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    // Once one has failed the others need ask no more.
    waiting.length = 0;
  }
};

/** All answers at once, by their `questionKey`. */
export const readHistory = async (
  questions: readonly Question[],
  reading: Omit<Reading, "take">,
): Promise<Answers> => {
  const answers = new Map<string, Answer>();
  const take: Reading["take"] = (key, answer) => answers.set(key, answer);
  await readAnswers(questions, { ...reading, take });
  return answers;
};
