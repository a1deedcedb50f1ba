import type { MetricCatalogue, MetricFacts, Unit } from "./metric-facts.ts";

/** What a series name is of the metric that was declared: `x_bucket` is the "bucket" of histogram `x`. */
export type SeriesRole = "itself" | "bucket" | "sum" | "count";
export type FoundFacts = { readonly facts: MetricFacts; readonly role: SeriesRole };

/** Declared metrics by the name of their series. */
export type Metrics = ReadonlyMap<string, FoundFacts>;

const ROLES_OF: Readonly<Record<string, readonly SeriesRole[]>> = {
  histogram: ["bucket", "sum", "count"],
  summary: ["sum", "count"],
};

/** Where catalogues declare the same metric, the last one holds. */
export const metricsOf = (catalogues: readonly MetricCatalogue[]): Metrics => {
  const metrics = new Map<string, FoundFacts>();
  for (const { metrics: declared } of catalogues) {
    for (const facts of declared) {
      metrics.set(facts.name, { facts, role: "itself" });
      for (const role of ROLES_OF[facts.type] ?? []) {
        metrics.set(`${facts.name}_${role}`, { facts, role });
      }
    }
  }
  return metrics;
};

export const factsOf = (metrics: Metrics, name: string): FoundFacts | undefined =>
  metrics.get(name);

/** What a name suggests by Prometheus's naming practice. It proves nothing. */
export type Convention = {
  readonly type: "counter" | "info" | undefined;
  readonly unit: Unit | undefined;
};

const UNITS: readonly (readonly [string, Unit])[] = [
  ["_timestamp_seconds", "timestamp"],
  ["_milliseconds", "milliseconds"],
  ["_seconds", "seconds"],
  ["_bytes", "bytes"],
  ["_bits", "bits"],
  ["_ratio", "ratio"],
  ["_percent", "percent"],
  ["_celsius", "celsius"],
  ["_volts", "volts"],
  ["_amperes", "amperes"],
  ["_joules", "joules"],
];

const NO_CONVENTION: Convention = { type: undefined, unit: undefined };

/** Facts by naming convention only, for metrics that nobody declared. */
export const conventionOf = (name: string): Convention => {
  if (name.endsWith("_info")) return { type: "info", unit: undefined };
  if (name.endsWith("_bucket")) return { type: "counter", unit: undefined };
  const total = name.endsWith("_total");
  const stem = total ? name.slice(0, -"_total".length) : name;
  const unit = UNITS.find(([suffix]) => stem.endsWith(suffix))?.[1];
  if (unit === undefined && !total) return partOfSummary(name);
  return { type: total ? "counter" : undefined, unit };
};

/** `x_seconds_sum` and `x_seconds_count`, of histograms and summaries. */
const partOfSummary = (name: string): Convention => {
  const [, stem, part] = /^(.+)_(sum|count)$/.exec(name) ?? [];
  const unit = UNITS.find(([suffix]) => stem?.endsWith(suffix))?.[1];
  if (unit === undefined) return NO_CONVENTION;
  return { type: "counter", unit: part === "sum" ? unit : undefined };
};
