import * as z from "zod";
import type { LiveQuery } from "../../check/live/live-facts.ts";
import type { QueryQuestion } from "../../check/live/questions.ts";
import type { LiveQuestioner } from "./live-questioner.ts";
import { statisticsSchema } from "./live-schemas.ts";
import { PrometheusFailure } from "./prometheus-failure.ts";
import { vectorSchema } from "./query-schemas.ts";

/** One evaluation may take so long; Prometheus gives up then. */
const LIMIT = "60s";

const measuredSchema = z.object({ stats: statisticsSchema }).and(vectorSchema);

/** Words of the API for a query that is wrong by itself, and for one that its data make fail. */
const OF_THE_QUERY: ReadonlySet<string> = new Set(["bad_data", "execution"]);

const failureOf = (error: unknown): LiveQuery => {
  const isFailure = error instanceof PrometheusFailure && error.kind === "refused";
  if (!isFailure || !OF_THE_QUERY.has(error.errorType ?? "")) throw error;
  return { kind: "failed", error: error.message };
};

const countOf = async (expr: string, { prometheus, at }: LiveQuestioner): Promise<number> => {
  const [count] = await prometheus.query(expr, at);
  return count?.value ?? 0;
};

const evaluated = async (
  { count, candidates, text }: QueryQuestion,
  questioner: LiveQuestioner,
): Promise<LiveQuery> => {
  const { prometheus, at, attempt } = questioner;
  const { result, stats } = await prometheus.get("query", {
    with: { query: count, time: String(at / 1000), stats: "all", timeout: LIMIT },
    schema: measuredSchema.transform(({ stats: given, ...vector }) => ({
      stats: given,
      result: vector.resultType === "vector" ? vector.result : [],
    })),
  });
  const all =
    candidates === undefined
      ? undefined
      : await attempt(`how many series ${text} compares`, () => countOf(candidates, questioner));
  return {
    kind: "answered",
    series: result[0]?.value ?? 0,
    candidates: all,
    samples: stats?.samples?.totalQueryableSamples,
    evaluationMs: stats?.timings?.evalTotalTime,
  };
};

/** What a rule's query gives now, and what it costs; undefined when Prometheus does not say. */
export const askQuery = (
  question: QueryQuestion,
  questioner: LiveQuestioner,
): Promise<LiveQuery | undefined> =>
  questioner.attempt(`what ${question.text} gives`, () =>
    evaluated(question, questioner).catch(failureOf),
  );
