import type { Span } from "../../lib/source.ts";
import type { SourceRule } from "./source-rule.ts";

/** Why a label of a result is there, may be there, or is not. */
export type LabelReason = {
  readonly cause: /** A matcher of a selector requires, excludes or narrows it. */
    | "selector"
    /** Nothing is known of the series that is selected. */
    | "unknown"
    /** What is declared of the metric. */
    | "declared"
    /** Prometheus's own series of alerts. */
    | "alerts"
    | "removed"
    | "set"
    /** A vector match requires or copies it. */
    | "matching"
    /** `absent()` and `absent_over_time()` make up labels of the selector. */
    | "absent"
    /** A number, and what is made of numbers, has no labels. */
    | "scalar"
    /** Labels of a recording rule itself. */
    | "recording";
  /** Follows on "… because it is": "removed by `sum by (job)`". A clause without a full stop. */
  readonly because: string;
  /** In the query that was asked about. */
  readonly span: Span;
  /** Where the label came through a rule's series: `because` speaks of that rule's expression, as does this span. */
  readonly recordedBy?: { readonly rule: SourceRule; readonly span: Span };
};
