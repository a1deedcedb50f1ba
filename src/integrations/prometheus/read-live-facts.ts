import type {
  LiveConfig,
  LiveFacts,
  LiveQuery,
  LiveSelector,
} from "../../check/live/live-facts.ts";
import type { LiveQuestions } from "../../check/live/questions.ts";
import type { Instant } from "../../lib/clock.ts";
import { readPrometheusConfig } from "../../prometheus/config.ts";
import { askQuery } from "./ask-query.ts";
import { askSelector } from "./ask-selector.ts";
import { type LiveQuestioner, liveQuestioner, ofLate } from "./live-questioner.ts";
import {
  configSchema,
  metadataSchema,
  namesSchema,
  rulesSchema,
  targetsSchema,
  tsdbSchema,
} from "./live-schemas.ts";
import type { Prometheus } from "./prometheus.ts";

/** Prometheus has work of its own to do. */
const AT_ONCE = 4;

const DAY_MS = 24 * 60 * 60_000;

const forEach = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};

/**
 * The configuration that a Prometheus runs with, undefined when it does not say; its places name the address that it
 * was read from. Throws PrometheusFailure when nobody answers.
 */
export const readLiveConfig = async (prometheus: Prometheus): Promise<LiveConfig | undefined> => {
  const { attempt } = liveQuestioner(prometheus, 0);
  const schema = configSchema;
  const answer = await attempt("its configuration", () =>
    prometheus.get("status/config", { schema }),
  );
  if (answer === undefined) return undefined;
  const text = answer.yaml;
  const { config } = readPrometheusConfig(text, `${prometheus.url}/api/v1/status/config`);
  return config && { config, text };
};

type Surroundings = Pick<LiveFacts, "types" | "targets" | "groups" | "headSeries">;

/** What is asked once, whatever the rules. */
const askSurroundings = async ({ prometheus, attempt }: LiveQuestioner): Promise<Surroundings> => {
  const [groups, targets, types, tsdb] = await Promise.all([
    attempt("which rules are loaded", () =>
      prometheus.get("rules", { with: { exclude_alerts: "true" }, schema: rulesSchema }),
    ),
    attempt("which targets are scraped", () =>
      prometheus.get("targets", { with: { state: "active" }, schema: targetsSchema }),
    ),
    attempt("which types metrics have", () =>
      prometheus.get("metadata", { schema: metadataSchema }),
    ),
    attempt("how many series there are", () =>
      prometheus.get("status/tsdb", { schema: tsdbSchema }),
    ),
  ]);
  return {
    groups: groups?.groups,
    targets: targets?.activeTargets ?? [],
    types: types ?? new Map(),
    headSeries: tsdb?.headStats.numSeries,
  };
};

const metricNames = async ({ prometheus, at, attempt }: LiveQuestioner) =>
  (await attempt("which metrics there are", () =>
    prometheus.get("label/__name__/values", {
      with: ofLate(undefined, at, DAY_MS),
      schema: namesSchema,
    }),
  )) ?? [];

const isNameless = (found: LiveSelector): boolean =>
  found.kind === "missing" && found.cause.kind === "metric";

export type LiveReading = {
  readonly questions: LiveQuestions;
  readonly config: LiveConfig | undefined;
  /** The moment of which everything is asked. */
  readonly at: Instant;
  readonly onProgress?: (done: number, total: number) => void;
};

/**
 * Asks a Prometheus all questions, a few at once and each about a bounded time. What it does not answer is kept as
 * unanswered. Throws PrometheusFailure when nobody answers, or no Prometheus.
 */
export const readLiveFacts = async (
  prometheus: Prometheus,
  { questions, config, at, onProgress }: LiveReading,
): Promise<LiveFacts> => {
  const questioner = liveQuestioner(prometheus, at);
  await prometheus.query("vector(1)", at);
  const total = questions.selectors.length + questions.queries.length;
  let done = 0;
  const advance = () => onProgress?.(++done, total);
  const surroundings = await askSurroundings(questioner);
  const selectors = new Map<string, LiveSelector>();
  const queries = new Map<string, LiveQuery>();
  await forEach(questions.selectors, async (question) => {
    const found = await askSelector(question, questioner);
    if (found !== undefined) selectors.set(question.text, found);
    advance();
  });
  await forEach(questions.queries, async (question) => {
    const found = await askQuery(question, questioner);
    if (found !== undefined) queries.set(question.text, found);
    advance();
  });
  const needsNames = selectors.values().some(isNameless);
  return {
    url: prometheus.url,
    at,
    config,
    ...surroundings,
    metricNames: needsNames ? await metricNames(questioner) : [],
    selectors,
    queries,
    unanswered: questioner.unanswered,
  };
};
