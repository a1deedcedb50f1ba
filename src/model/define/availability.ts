import type { Counter } from "../metric.ts";
import type { Availability, BurnWindow } from "../objective.ts";
import type { Severity } from "../severity.ts";
import { frozen } from "./frozen.ts";
import { placeOfCall } from "./place.ts";

/** Beyer et al., The Site Reliability Workbook, chapter 5, table 5-8: the two windows that page. */
export const PAGING_WINDOWS: readonly BurnWindow[] = frozen([
  { long: "1h", short: "5m", budget: "2%" },
  { long: "6h", short: "30m", budget: "5%" },
]);

/** One failure among few requests is no reason to wake anybody; Grafana's SLO alerts ask for five. */
const MIN_BAD_EVENTS = 5;

export type BurnInput = {
  readonly alert: string;
  readonly because: string;
  readonly runbook: string;
  /** Default critical. */
  readonly severity?: Severity;
  readonly labels?: Readonly<Record<string, string>>;
  /** Default: 2 % of the budget in 1h, and 5 % in 6h. */
  readonly windows?: readonly BurnWindow[];
  /** Fewer bad events in the long window alert nobody. Default 5. */
  readonly minBadEvents?: number;
};

export type AvailabilityInput = {
  /** Default `availability`. */
  readonly name?: string;
  /** Such as "99.9%": a string, so that it is exact. */
  readonly target: string;
  readonly window: string;
  readonly bad: Counter;
  readonly total: Counter;
  /** The value of the label `job` of both counters. */
  readonly job: string;
  readonly burn: BurnInput;
};

/** The share of events that are good, and the alert that its error budget pays for. */
export const availability = (input: AvailabilityInput): Availability => {
  const { alert: name, ...burn } = input.burn ?? {};
  return frozen({
    kind: "availability",
    name: "availability",
    ...input,
    burn: {
      severity: "critical",
      minBadEvents: MIN_BAD_EVENTS,
      ...burn,
      name,
      labels: { ...burn.labels },
      windows: [...(burn.windows ?? PAGING_WINDOWS)],
    },
    definedAt: placeOfCall(availability),
  });
};
