import type { Unanswered } from "../../check/live/live-facts.ts";
import type { Instant } from "../../lib/clock.ts";
import type { VectorSelector } from "../../promql/syntax/expr.ts";
import { printExpr } from "../../promql/syntax/print.ts";
import type { Prometheus } from "./prometheus.ts";
import { PrometheusFailure } from "./prometheus-failure.ts";

/** Asks a Prometheus about one moment, and keeps what it did not answer. */
export type LiveQuestioner = {
  readonly prometheus: Prometheus;
  readonly at: Instant;
  readonly unanswered: readonly Unanswered[];
  /** The answer, or undefined when there is none. Throws PrometheusFailure when nobody answers any more. */
  readonly attempt: <T>(question: string, ask: () => Promise<T>) => Promise<T | undefined>;
};

export const liveQuestioner = (prometheus: Prometheus, at: Instant): LiveQuestioner => {
  const unanswered: Unanswered[] = [];
  return {
    prometheus,
    at,
    unanswered,
    attempt: async (question, ask) => {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof PrometheusFailure) || error.kind === "unreachable") throw error;
        unanswered.push({ question, because: error.message });
        return undefined;
      }
    },
  };
};

/** Parameters of the API for series that have had samples of late. */
export const ofLate = (selector: VectorSelector | undefined, at: Instant, sinceMs: number) => ({
  ...(selector === undefined ? {} : { "match[]": printExpr(selector) }),
  start: String((at - sinceMs) / 1000),
  end: String(at / 1000),
});
