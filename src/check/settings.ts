import * as z from "zod";
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

/** What a team expects of its rules and routes: the file `tocsin-check.yaml`. */
export const settingsSchema = z.strictObject({
  /** A severity other than the usual one, or "off", by check. */
  checks: z.record(z.string(), z.union([findingSeveritySchema, z.literal("off")])).default({}),
  ignore: z.array(ignoreSchema).default([]),
  /** Metrics of services of one's own. */
  metrics: z.array(metricCatalogueSchema).default([]),
  /** Which behaviour is meant where versions of Alertmanager differ. */
  alertmanagerVersion: z.enum(["0.25", "current"]).default("current"),
  /** The oldest Prometheus that the rules are for. */
  prometheusVersion: z.enum(["2.42", "3"]).default("3"),
  /** The label that says how urgent an alert is, and its values, the most urgent first. */
  severityLabel: z.string().default("severity"),
  severities: z
    .array(z.array(z.string()).min(1))
    .min(1)
    .default([
      ["critical", "page", "emergency", "disaster"],
      ["error", "high"],
      ["warning", "warn", "ticket"],
      ["info", "none", "informational"],
    ]),
  /** The label that names who answers for an alert, and everybody it may name. */
  ownerLabel: z.string().default("team"),
  owners: z.array(z.string()).optional(),
  /** Receivers that wake somebody; without it, those with an integration that can. */
  pagers: z.array(z.string()).optional(),
  /** Receivers that reach nobody on purpose. */
  silent: z.array(z.string()).default([]),
  /** Labels and annotations that every alert must have. */
  requiredLabels: z.array(z.string()).default([]),
  requiredAnnotations: z.array(z.string()).default(["summary"]),
  /** The annotation that links to the runbook. */
  runbookAnnotation: z.string().default("runbook_url"),
  /** How often targets are scraped where no Prometheus configuration says it. */
  scrapeInterval: z.string().default("1m"),
  /** How often rules are evaluated where neither group nor configuration says it. */
  evaluationInterval: z.string().default("1m"),
  /** All labels that targets carry besides those that exporters write. Unknown without it. */
  targetLabels: z.array(z.string()).optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});
