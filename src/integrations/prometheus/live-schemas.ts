import * as z from "zod";
import type { LoadedGroup, LoadedRule } from "../../check/live/live-facts.ts";
import { parseDuration } from "../../lib/duration.ts";

const labelsSchema = z.record(z.string(), z.string()).default({});
const secondsSchema = z.number().transform((seconds) => Math.round(seconds * 1000));

const ruleSchema = z
  .object({
    type: z.enum(["alerting", "recording"]),
    name: z.string(),
    query: z.string(),
    duration: secondsSchema.default(0),
    keepFiringFor: secondsSchema.default(0),
    labels: labelsSchema,
    health: z.string().default("unknown"),
    lastError: z.string().default(""),
  })
  .transform(
    ({ type, name, query, labels, ...rule }): LoadedRule => ({
      kind: type,
      name,
      query,
      labels,
      forMs: rule.duration,
      keepFiringForMs: rule.keepFiringFor,
      lastError: rule.health === "err" && rule.lastError !== "" ? rule.lastError : undefined,
    }),
  );

/** https://prometheus.io/docs/prometheus/latest/querying/api/#rules */
export const rulesSchema = z.object({
  groups: z.array(
    z
      .object({
        name: z.string(),
        file: z.string().default(""),
        interval: secondsSchema,
        evaluationTime: secondsSchema.default(0),
        rules: z.array(ruleSchema).default([]),
      })
      .transform(
        ({ interval, evaluationTime, ...group }): LoadedGroup => ({
          ...group,
          intervalMs: interval,
          evaluationMs: evaluationTime,
        }),
      ),
  ),
});

/** https://prometheus.io/docs/prometheus/latest/querying/api/#targets */
export const targetsSchema = z.object({
  activeTargets: z.array(
    z
      .object({ labels: labelsSchema, scrapeInterval: z.string() })
      .transform(({ labels, scrapeInterval }) => ({
        labels,
        intervalMs: parseDuration(scrapeInterval) ?? 0,
      })),
  ),
});

/** https://prometheus.io/docs/prometheus/latest/querying/api/#querying-metric-metadata */
export const metadataSchema = z
  .record(z.string(), z.array(z.object({ type: z.string() })))
  .transform(
    (metrics) =>
      new Map(
        Object.entries(metrics).map(([name, entries]) => [
          name,
          [...new Set(entries.map(({ type }) => type))],
        ]),
      ),
  );

/** https://prometheus.io/docs/prometheus/latest/querying/api/#tsdb-stats */
export const tsdbSchema = z.object({ headStats: z.object({ numSeries: z.number() }) });

/** https://prometheus.io/docs/prometheus/latest/querying/api/#config */
export const configSchema = z.object({ yaml: z.string() });

export const namesSchema = z.array(z.string());

/** The statistics that `stats=all` adds to the answer of an instant query. */
export const statisticsSchema = z
  .object({
    timings: z.object({ evalTotalTime: secondsSchema }).optional(),
    samples: z.object({ totalQueryableSamples: z.number() }).optional(),
  })
  .optional();
