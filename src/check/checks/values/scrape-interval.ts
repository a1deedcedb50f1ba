import { durationMs } from "../../../lib/duration.ts";
import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import type { Examined } from "../../examined.ts";
import { DEFAULT_SETTINGS } from "../../settings.ts";

/** How often a series gets a sample, and who says so. */
export type ScrapeInterval = {
  readonly ms: number;
  readonly source: "configuration" | "settings" | "default";
};

/**
 * How often the targets are scraped that a selector means: those of its job where it names one that is configured, else
 * those that are scraped most often.
 */
export const scrapeIntervalOf = (
  { matchers }: VectorSelector,
  { prometheus, settings }: Examined,
): ScrapeInterval => {
  if (prometheus === undefined) {
    const source =
      settings.scrapeInterval === DEFAULT_SETTINGS.scrapeInterval ? "default" : "settings";
    return { ms: durationMs(settings.scrapeInterval), source };
  }
  const { scrapeConfigs, scrapeIntervalMs } = prometheus;
  const job = matchers.find(({ name, operator }) => name === "job" && operator === "=")?.value;
  const named = scrapeConfigs.filter(({ jobName }) => jobName.text === job);
  const meant = named.length > 0 ? named : scrapeConfigs;
  const intervals = meant.map((config) => config.scrapeIntervalMs);
  return {
    ms: intervals.length > 0 ? Math.min(...intervals) : scrapeIntervalMs,
    source: "configuration",
  };
};
