import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import type { PrometheusConfig } from "../../prometheus/config.ts";

/** Why a selector finds nothing; a matcher is told by its position in the selector. */
export type MissingCause =
  /** There is no series of the metric at all. */
  | { readonly kind: "metric" }
  /** No series of the metric has the label; these it has. */
  | { readonly kind: "label"; readonly matcher: number; readonly labelNames: readonly string[] }
  /** The label is there, with these values only. */
  | { readonly kind: "value"; readonly matcher: number; readonly values: readonly string[] }
  /** Every matcher by itself finds series, and no series passes all of them. */
  | { readonly kind: "together" }
  /** It could not be found out. */
  | { readonly kind: "unknown" };

export type MissingSeries = {
  readonly cause: MissingCause;
  /** The last sample of the selector, or of its metric where the whole metric is gone; undefined for none in a week. */
  readonly lastSeenAt: Instant | undefined;
};

/** What a selector, without `offset` and `@`, finds. */
export type LiveSelector =
  | {
      readonly kind: "found";
      readonly series: number;
      /** Values of `job` of its series; "" for none. */
      readonly jobs: readonly string[];
      /** Names of all labels of its series, without `__name__`; undefined when that could not be asked. */
      readonly labelNames: readonly string[] | undefined;
    }
  | ({ readonly kind: "missing" } & MissingSeries);

/** One evaluation of a rule's query. */
export type LiveQuery =
  | {
      readonly kind: "answered";
      /** Results: alerts, or series to record. */
      readonly series: number;
      /** Results without the comparisons with constants; undefined where there are none, or it could not be asked. */
      readonly candidates: number | undefined;
      /** Samples that were looked at, each as often as it was. */
      readonly samples: number | undefined;
      readonly evaluationMs: number | undefined;
    }
  /** In the words of Prometheus. */
  | { readonly kind: "failed"; readonly error: string };

export type LiveTarget = { readonly labels: Labels; readonly intervalMs: number };

export type LoadedRule = {
  readonly kind: "alerting" | "recording";
  readonly name: string;
  readonly query: string;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly labels: Labels;
  readonly lastError: string | undefined;
};

export type LoadedGroup = {
  readonly name: string;
  readonly file: string;
  readonly intervalMs: number;
  /** How long its last evaluation took; 0 before the first. */
  readonly evaluationMs: number;
  readonly rules: readonly LoadedRule[];
};

export type LiveConfig = { readonly config: PrometheusConfig; readonly text: string };

/** A question that Prometheus did not answer. */
export type Unanswered = { readonly question: string; readonly because: string };

/** What a running Prometheus said of a set of rules. Parts are undefined when it did not say it. */
export type LiveFacts = {
  readonly url: string;
  readonly at: Instant;
  readonly config: LiveConfig | undefined;
  /** Types that targets declare, by the name of the metric without `_bucket`, `_sum` and `_count`. */
  readonly types: ReadonlyMap<string, readonly string[]>;
  readonly targets: readonly LiveTarget[];
  readonly groups: readonly LoadedGroup[] | undefined;
  /** Series in memory. */
  readonly headSeries: number | undefined;
  /** All names of metrics of the last day; empty when none was needed. */
  readonly metricNames: readonly string[];
  /** By the text of the selector: see selectorText. */
  readonly selectors: ReadonlyMap<string, LiveSelector>;
  /** By the text of the query: see queryText. */
  readonly queries: ReadonlyMap<string, LiveQuery>;
  readonly unanswered: readonly Unanswered[];
};
