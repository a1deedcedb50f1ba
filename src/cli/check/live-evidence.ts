import type { Evidence } from "../../check/evidence/evidence.ts";
import { examine } from "../../check/examine.ts";
import type { LiveConfig } from "../../check/live/live-facts.ts";
import { liveQuestions } from "../../check/live/questions.ts";
import type { Settings } from "../../check/settings.ts";
import type { Prometheus } from "../../integrations/prometheus/prometheus.ts";
import { readLiveConfig, readLiveFacts } from "../../integrations/prometheus/read-live-facts.ts";
import { type Instant, toIso } from "../../lib/clock.ts";

export type LiveAsking = {
  readonly prometheus: Prometheus;
  readonly settings: Settings;
  readonly at: Instant;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Where no configuration of Prometheus was given, the one that it runs with is what the checks go by. */
const withConfig = (evidence: Evidence, live: LiveConfig | undefined): Evidence => {
  if (live === undefined || evidence.prometheus.length > 0) return evidence;
  const { config, text } = live;
  return {
    ...evidence,
    prometheus: [config],
    sources: { ...evidence.sources, [config.file]: text },
  };
};

/** Adds what a running Prometheus says of the rules. Throws PrometheusFailure when nobody answers, or no Prometheus. */
export const withLiveFacts = async (
  evidence: Evidence,
  { prometheus, settings, at, ...asking }: LiveAsking,
): Promise<Evidence> => {
  const config = await readLiveConfig(prometheus);
  const configured = withConfig(evidence, config);
  const { examined } = examine(configured, settings, toIso(at).slice(0, "2027-01-31".length));
  const questions = liveQuestions(examined);
  const live = await readLiveFacts(prometheus, { ...asking, questions, config, at });
  return { ...configured, live };
};
