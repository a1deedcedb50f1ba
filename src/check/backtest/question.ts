import type { Instant } from "../../lib/clock.ts";
import type { QueryRange, RangeSeries } from "../../prometheus/range-series.ts";

/** A query to be asked over a stretch of the past. */
export type Question = { readonly query: string; readonly range: QueryRange };

/** A stretch of time in which a query has no answer. */
export type Unanswered = {
  readonly from: Instant;
  readonly to: Instant;
  /** What Prometheus said. */
  readonly because: string;
};

export type Answer = {
  readonly series: readonly RangeSeries[];
  /** In the order of time. */
  readonly unanswered: readonly Unanswered[];
};

/** The same for questions that are the same. */
export const questionKey = ({ query, range: { from, to, stepMs } }: Question): string =>
  `${from}/${to}/${stepMs} ${query}`;

/** What was answered, by `questionKey`. */
export type Answers = ReadonlyMap<string, Answer>;

const NO_ANSWER: Answer = { series: [], unanswered: [] };

export const answerTo = (question: Question, answers: Answers): Answer =>
  answers.get(questionKey(question)) ?? NO_ANSWER;

/** Moments a range query looks at. */
export const momentsIn = ({ from, to, stepMs }: QueryRange): number =>
  Math.floor((to - from) / stepMs) + 1;

/** The range in parts with at most so many moments each; together they look at the same moments. */
export const partsOf = (range: QueryRange, most: number): QueryRange[] => {
  const parts: QueryRange[] = [];
  const { stepMs } = range;
  for (let from = range.from; from <= range.to; from += most * stepMs) {
    parts.push({ from, to: Math.min(range.to, from + (most - 1) * stepMs), stepMs });
  }
  return parts;
};

const seriesKey = ({ labels }: RangeSeries): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The first moment of a range query that has an answer, from one of its moments on. */
export const answeredFrom = (
  at: Instant,
  unanswered: readonly Unanswered[],
  stepMs: number,
): Instant => {
  let answered = at;
  for (const { from, to } of unanswered) {
    if (from <= answered && answered <= to) {
      answered += momentsIn({ from: answered, to, stepMs }) * stepMs;
    }
  }
  return answered;
};

/** The answers to parts of a range, given in the order of time, as the answer to all of it. */
export const joinAnswers = (parts: readonly Answer[], stepMs: number): Answer => {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const joined = new Map<
    string,
    { labels: RangeSeries["labels"]; times: number[]; values: number[] }
  >();
  for (const series of parts.flatMap((part) => part.series)) {
    const key = seriesKey(series);
    const known = joined.get(key) ?? { labels: series.labels, times: [], values: [] };
    joined.set(key, known);
    for (const [index, at] of series.times.entries()) {
      known.times.push(at);
      known.values.push(series.values[index] ?? Number.NaN);
    }
  }
  return { series: [...joined.values()], unanswered: joinUnanswered(parts, stepMs) };
};

/** Stretches with the same reason that follow one another are one. */
const joinUnanswered = (parts: readonly Answer[], stepMs: number): Unanswered[] => {
  const joined: Unanswered[] = [];
  for (const next of parts.flatMap(({ unanswered }) => unanswered)) {
    const last = joined.at(-1);
    if (last?.because === next.because && next.from - last.to <= stepMs) {
      joined[joined.length - 1] = { ...last, to: next.to };
    } else joined.push(next);
  }
  return joined;
};
