import { afterAll, beforeAll, expect, test } from "vitest";
import { during, minuteAt, openMetricsOf } from "../../../test/backtest/history.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../test/prometheus-with-history.ts";
import { type Answer, answerTo, type Question } from "../../check/backtest/question.ts";
import { createPrometheus, type Prometheus } from "../../integrations/prometheus/prometheus.ts";
import { PrometheusFailure } from "../../integrations/prometheus/prometheus-failure.ts";
import { systemClock } from "../../lib/clock.ts";
import { readAnswers, readHistory } from "./read-history.ts";

const MINUTES = 3_000;

let running: PrometheusWithHistory;
let prometheus: Prometheus;
beforeAll(async () => {
  const openMetrics = openMetricsOf(
    [
      { name: "load", labels: { host: "a" }, valueAt: (minute) => minute },
      { name: "load", labels: { host: "b" }, valueAt: (minute) => (minute < 100 ? 1 : undefined) },
      { name: "pair", labels: { host: "a", side: "l" }, valueAt: () => 1 },
      {
        name: "pair",
        labels: { host: "a", side: "r" },
        valueAt: (minute) => (during([700, 710], [1_500, 1_530])(minute) === 1 ? 1 : undefined),
      },
    ],
    MINUTES,
  );
  // Fewer than a whole answer has: it must be asked for in smaller parts.
  running = await startPrometheusWithHistory({ openMetrics, flags: ["--query.max-samples=1000"] });
  prometheus = createPrometheus({ url: running.url, limitMs: 20_000 }, systemClock);
});
afterAll(() => running.stop());

const silent = { show: () => {}, clear: () => {} };

const question = (query: string, from: number, to: number): Question => ({
  query,
  range: { from: minuteAt(from), to: minuteAt(to), stepMs: 60_000 },
});

const answered = async (asked: Question, by: Prometheus = prometheus): Promise<Answer> =>
  answerTo(asked, await readHistory([asked], { prometheus: by, progress: silent }));

test("an answer that is too large for one query is put together from parts", async () => {
  const { series, unanswered } = await answered(question("load", 0, MINUTES));
  expect(unanswered).toEqual([]);
  const [a, b] = series;
  expect(a?.labels).toEqual({ __name__: "load", host: "a" });
  expect(a?.times).toEqual(Array.from({ length: MINUTES + 1 }, (_, minute) => minuteAt(minute)));
  expect(a?.values).toEqual(Array.from({ length: MINUTES + 1 }, (_, minute) => minute));
  // It is seen for up to five more minutes, as Prometheus looks back.
  expect(b?.times.length).toBeGreaterThanOrEqual(100);
  expect(b?.times.length).toBeLessThanOrEqual(105);
});

test("where a query fails at some moments, the rest of the time is answered", async () => {
  const { series, unanswered } = await answered(
    question("load * on (host) group_left (side) pair", 500, 2_500),
  );
  const lost = unanswered.reduce((sum, { from, to }) => sum + (to - from) / 60_000 + 1, 0);
  expect(unanswered[0]?.because).toContain("many-to-many matching not allowed");
  expect(unanswered).toHaveLength(2);
  expect(lost).toBeGreaterThanOrEqual(40);
  expect(lost).toBeLessThanOrEqual(250);
  expect((series[0]?.times.length ?? 0) + lost).toBe(2_001);
});

test("the same question is asked once", async () => {
  let asked = 0;
  const counting: Prometheus = {
    ...prometheus,
    queryRange: (query, range) => {
      asked += 1;
      return prometheus.queryRange(query, range);
    },
  };
  await readHistory([question("load", 0, 10), question("load", 0, 10)], {
    prometheus: counting,
    progress: silent,
  });
  expect(asked).toBe(1);
});

test("an answer is handed on as soon as it is whole, and kept by nobody", async () => {
  const questions = Array.from({ length: 20 }, (_, index) => question(`load + ${index}`, 0, 10));
  let asked = 0;
  const askedWhenTaken: number[] = [];
  const counting: Prometheus = {
    ...prometheus,
    queryRange: async () => {
      asked += 1;
      return [];
    },
  };
  const take = () => askedWhenTaken.push(asked);
  await readAnswers(questions, { prometheus: counting, progress: silent, take });
  expect(askedWhenTaken).toHaveLength(20);
  expect(askedWhenTaken[0]).toBeLessThanOrEqual(4);
});

test("no more than three questions are open at a time, and progress counts all of them", async () => {
  let open = 0;
  let most = 0;
  const shown: string[] = [];
  const counting: Prometheus = {
    ...prometheus,
    queryRange: async (query, range) => {
      open += 1;
      most = Math.max(most, open);
      const answer = await prometheus.queryRange(query, range);
      open -= 1;
      return answer;
    },
  };
  const questions = Array.from({ length: 8 }, (_, index) => question(`load + ${index}`, 0, 10));
  const progress = {
    show: (what: string, done: number, total: number) => shown.push(`${what} ${done}/${total}`),
    clear: () => {},
  };
  await readHistory(questions, { prometheus: counting, progress });
  expect(most).toBe(3);
  expect(shown[0]).toBe("queries 0/8");
  expect(shown.at(-1)).toBe("queries 8/8");
});

test("a wrong query is given up at once, with what Prometheus says", async () => {
  const { series, unanswered } = await answered(question("load +", 0, 1_000));
  expect(series).toEqual([]);
  expect(unanswered).toEqual([
    {
      from: minuteAt(0),
      to: minuteAt(1_000),
      because: expect.stringContaining("unexpected end of input"),
    },
  ]);
});

test("a question with more values than fit is given up rather than half answered in silence", async () => {
  const values = Array.from({ length: 2_000_000 }, () => 1);
  const endless: Prometheus = {
    ...prometheus,
    queryRange: async (_, { from }) => [{ labels: {}, times: values.map(() => from), values }],
  };
  const { unanswered } = await answered(question("load", 0, 60_000), endless);
  expect(unanswered).toEqual([
    expect.objectContaining({ because: "it has more than 5000000 values" }),
  ]);
});

type Failure = { kind: "refused" | "too-much"; errorType?: string };

/** Fails so from the given question on, and counts all of them. */
const failing = ({ kind, errorType }: Failure, since = 0) => {
  const asked = { times: 0 };
  const queryRange: Prometheus["queryRange"] = async () => {
    asked.times += 1;
    if (asked.times <= since) return [];
    const because = { message: "it failed", mend: "mend it" };
    throw new PrometheusFailure(
      kind,
      errorType === undefined ? because : { ...because, errorType },
    );
  };
  return { asked, failing: { ...prometheus, queryRange } satisfies Prometheus };
};

const many = Array.from({ length: 50 }, (_, index) => question(`load + ${index}`, 0, 9_999));

test("a question that is too much even for an hour is given up, and the next one is asked", async () => {
  const { asked, failing: busy } = failing({ kind: "too-much", errorType: "timeout" });
  const [first, second] = many;
  if (first === undefined || second === undefined) throw new Error("too few");
  const answers = await readHistory([first, second], { prometheus: busy, progress: silent });
  expect(asked.times).toBeLessThanOrEqual(20);
  expect(answerTo(second, answers).unanswered).toEqual([
    { from: minuteAt(0), to: minuteAt(9_999), because: "it failed" },
  ]);
});

test.each([
  { of: "who never answers in time", failure: { kind: "too-much" }, since: 0, most: 8 },
  { of: "who is no Prometheus", failure: { kind: "refused" }, since: 0, most: 3 },
  { of: "who is none any more", failure: { kind: "refused" }, since: 10, most: 18 },
] as const)("somebody $of is not asked for long", async ({ failure, since, most }) => {
  const { asked, failing: stranger } = failing(failure, since);
  await expect(readHistory(many, { prometheus: stranger, progress: silent })).rejects.toThrow(
    "it failed",
  );
  await new Promise(setImmediate);
  expect(asked.times).toBeLessThanOrEqual(most);
});

test("one answer of a proxy in between costs no more than its own time", async () => {
  let times = 0;
  const proxied: Prometheus = {
    ...prometheus,
    queryRange: async () => {
      times += 1;
      if (times % 2 === 1) return [];
      throw new PrometheusFailure("refused", { message: "502", mend: "mend it" });
    },
  };
  const answers = await readHistory(many, { prometheus: proxied, progress: silent });
  expect([...answers.values()].filter(({ unanswered }) => unanswered.length > 0)).toHaveLength(25);
});

test("an answer with times that nobody asked for is none", async () => {
  const mad: Prometheus = {
    ...prometheus,
    queryRange: async () => [{ labels: {}, times: [9e15], values: [1] }],
  };
  await expect(readHistory(many, { prometheus: mad, progress: silent })).rejects.toThrow(
    "answered with times that it was not asked for",
  );
});

test("when Prometheus has gone nothing more is asked", async () => {
  let times = 0;
  const gone: Prometheus = {
    ...prometheus,
    queryRange: async () => {
      times += 1;
      if (times > 1) return [];
      throw new PrometheusFailure("unreachable", { message: "it is gone", mend: "start it" });
    },
  };
  await expect(readHistory(many, { prometheus: gone, progress: silent })).rejects.toThrow(
    "it is gone",
  );
  await new Promise(setImmediate);
  expect(times).toBeLessThan(10);
});
