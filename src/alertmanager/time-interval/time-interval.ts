/** Inclusive at both ends, as Alertmanager has them. */
export type Range = { readonly from: number; readonly to: number };

/** What a field that is written but empty has in it: no moment passes it. */
export const NEVER: Range = { from: 1, to: 0 };

/**
 * One element of `time_intervals`: a moment is in it when every field that is there has a range with
 * the moment in it. A field that is not there is an empty list.
 */
export type TimeInterval = {
  /** Minutes of the day, `from` included and `to` not; 1440 is midnight at the end. */
  readonly times: readonly Range[];
  /** 0 is Sunday. */
  readonly weekdays: readonly Range[];
  /** 1 to 31, or -1 to -31 counted from the end of the month. */
  readonly daysOfMonth: readonly Range[];
  readonly months: readonly Range[];
  readonly years: readonly Range[];
  /** An IANA time zone; UTC when there is none. */
  readonly location: string | undefined;
};
