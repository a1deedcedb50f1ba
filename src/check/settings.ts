import * as z from "zod";
import { durationSchema } from "../model/duration.ts";
import { metricCatalogueSchema } from "../promql/metrics/metric-facts.ts";
import { findingSeveritySchema } from "./finding.ts";

const dateSchema = z.iso.date("must be a day such as 2027-01-31");

/** A finding that somebody has looked at and accepts for a while. */
const ignoreSchema = z.strictObject({
  check: z.string(),
  /** The alert, receiver or route that it is about; `*` stands for any characters. Everything without it. */
  subject: z.string().optional(),
  /** A file, with `*`; every file without it. */
  file: z.string().optional(),
  reason: z.string().min(1, "say why"),
  /** The last day on which it holds. */
  until: dateSchema.optional(),
});
export type Ignore = z.infer<typeof ignoreSchema>;

/** From where on a rule is too much for the Prometheus that is asked with `--prometheus`. */
const liveLimitsSchema = z
  .strictObject({
    series: z.int().positive().default(10_000),
    samples: z.int().positive().default(10_000_000),
    alerts: z.int().positive().default(100),
    share: z.number().positive().max(1).default(0.5),
  })
  .prefault({});

/** What a team expects of its rules and routes: the file `tocsin-check.yaml`. */
export const settingsSchema = z.strictObject({
  checks: z
    .record(z.string(), z.union([findingSeveritySchema, z.literal("off")]))
    .default({})
    .describe("A severity other than the usual one, or off, by check"),
  ignore: z
    .array(ignoreSchema)
    .default([])
    .describe("Findings to hold back: check, subject, file (with `*`), reason, until"),
  metrics: z
    .array(metricCatalogueSchema)
    .default([])
    .describe("Catalogues of metrics of services of one's own"),
  alertmanagerVersion: z
    .enum(["0.25", "current"])
    .default("current")
    .describe("Whose behaviour is meant where versions of Alertmanager differ"),
  prometheusVersion: z
    .enum(["2.42", "3"])
    .default("3")
    .describe("The oldest Prometheus that the rules are for"),
  severityLabel: z
    .string()
    .default("severity")
    .describe("The label that says how urgent an alert is"),
  severities: z
    .array(z.array(z.string()).min(1))
    .min(1)
    .default([
      ["critical", "page", "emergency", "disaster"],
      ["error", "high"],
      ["warning", "warn", "ticket"],
      ["info", "none", "informational"],
    ])
    .describe("Its values by level, the most urgent first"),
  ownerLabel: z.string().default("team").describe("The label that names who answers for an alert"),
  owners: z.array(z.string()).optional().describe("Everybody whom it may name"),
  pagers: z
    .array(z.string())
    .optional()
    .describe("Receivers that wake somebody; without it, those with an integration that can"),
  silent: z.array(z.string()).default([]).describe("Receivers that reach nobody on purpose"),
  requiredLabels: z.array(z.string()).default([]).describe("Labels that every alert must have"),
  requiredAnnotations: z
    .array(z.string())
    .default(["summary"])
    .describe("Annotations that every alert must have"),
  runbookAnnotation: z
    .string()
    .default("runbook_url")
    .describe("The annotation that links to the runbook"),
  scrapeInterval: durationSchema
    .default("1m")
    .describe("How often targets are scraped where no Prometheus configuration says it"),
  evaluationInterval: durationSchema
    .default("1m")
    .describe("How often rules are evaluated where neither group nor configuration says it"),
  targetLabels: z
    .array(z.string())
    .optional()
    .describe(
      "All labels that targets carry besides those that exporters write; unknown without it",
    ),
  liveLimits: liveLimitsSchema.describe(
    "What one rule may cost the Prometheus of `--prometheus`: `series` (10000) compared or recorded, `samples` (10000000) looked at, `alerts` (100) at once, `share` (0.5) of the group's interval",
  ),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});
