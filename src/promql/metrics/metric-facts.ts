import * as z from "zod";

/** Base units of Prometheus's naming practice, and the few others that alerts meet. */
export const unitSchema = z.enum([
  "seconds",
  "milliseconds",
  "bytes",
  "bits",
  "ratio",
  "percent",
  "celsius",
  "volts",
  "amperes",
  "joules",
  "timestamp",
  "count",
]);
export type Unit = z.infer<typeof unitSchema>;

/** What is declared of a metric, so that nothing has to be guessed from its name. */
export const metricFactsSchema = z.strictObject({
  name: z.string(),
  type: z.enum(["counter", "gauge", "histogram", "native-histogram", "summary", "info"]),
  help: z.string().optional(),
  unit: unitSchema.optional(),
  /** Labels that the exporter writes on every series, besides those of the target. */
  labels: z.array(z.string()).default([]),
  /** Labels that some series have. */
  optionalLabels: z.array(z.string()).default([]),
  /** All values that a label can have. */
  labelValues: z.record(z.string(), z.array(z.string())).default({}),
  /** Bounds of the value that always hold. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Only whole numbers. */
  integer: z.boolean().default(false),
  /** Metrics with the same labels of which this is a part, so that it never exceeds them. */
  partOf: z.array(z.string()).default([]),
  /** When the value is 0, in a few words: "maxmemory is not set". */
  zeroWhen: z.string().optional(),
  /** 1 while something is well and 0 when it is not, as `up`. */
  health: z.boolean().default(false),
  /** What this is the health of, as a person says it: "the scrape of the target", "Redis behind the exporter". */
  healthOf: z.string().optional(),
  /** Upper bounds of a histogram's finite buckets, ascending. */
  buckets: z.array(z.number()).optional(),
  /** The series does not exist until the first event. */
  bornOnFirstUse: z.boolean().default(false),
});
export type MetricFacts = z.infer<typeof metricFactsSchema>;

/** Metrics of one program. */
export const metricCatalogueSchema = z.strictObject({
  /** The program: "redis_exporter". */
  of: z.string(),
  metrics: z.array(metricFactsSchema),
});
export type MetricCatalogue = z.infer<typeof metricCatalogueSchema>;
