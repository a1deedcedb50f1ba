import type { Span } from "../../../lib/source.ts";
import type { Expr } from "../../syntax/expr.ts";
import type { Basis, Reason, ValueFacts } from "../value-facts.ts";

/** What can be wrong with the values of a query. */
export type VerdictKind =
  /** A comparison that no value passes. */
  | "never-holds"
  /** A comparison that every value passes. */
  | "always-holds"
  /** `> bool` where samples should be dropped: an alert fires on 0 too. */
  | "bool-always-fires"
  /** The divisor can be 0 while something is divided: the value is infinite. */
  | "division-by-zero"
  /** Both can be 0 at once: the value is NaN, and comparisons drop it. */
  | "nan-without-traffic"
  /** The same within an aggregation, where one NaN takes all other series with it. */
  | "nan-in-aggregation"
  | "nan-comparison"
  /** `==` with a number that a computed value will hardly ever be. */
  | "float-equality"
  /** 0 is taken for failure, and is ordinary. */
  | "zero-as-failure"
  | "between-buckets"
  | "unit-mismatch"
  | "quantile-out-of-range"
  | "rate-of-gauge"
  | "delta-of-counter"
  | "raw-counter";

/** Something that is wrong, or likely wrong, with the values of a query. */
export type ValueVerdict = {
  readonly kind: VerdictKind;
  readonly span: Span;
  /** One or two sentences without a full stop at the end. */
  readonly message: string;
  /** The facts that it follows from, with the parts of the query that they are about. */
  readonly because: readonly Reason[];
  /** The weakest of what it rests on. */
  readonly basis: Basis;
  /** "likely" is a judgement about what was meant; "proven" follows from the facts. */
  readonly certainty: "proven" | "likely";
  /** What the whole query then does in the case that is spoken of. */
  readonly effect: "fires" | "silent" | "unknown";
  /** The part of the query that it is about. */
  readonly node: Expr;
};

/** A number as it is read best: at most 12 significant digits. */
export const number = (value: number): string => String(Number(value.toPrecision(12)));

/** "between 0 and 1", "at least 0", "always 1". */
export const rangeText = ({ min, max, minOpen, maxOpen }: ValueFacts): string => {
  if (min === max) return `always ${number(min)}`;
  const low = `${minOpen ? "above" : "at least"} ${number(min)}`;
  const high = `${maxOpen ? "below" : "at most"} ${number(max)}`;
  if (Number.isFinite(min) && Number.isFinite(max)) {
    return minOpen || maxOpen ? `${low} and ${high}` : `between ${number(min)} and ${number(max)}`;
  }
  if (Number.isFinite(min)) return low;
  return Number.isFinite(max) ? high : "any number";
};

/** The reasons for the bounds of a value. */
export const reasonsOf = ({ low, high }: ValueFacts): readonly Reason[] =>
  [low, high].filter((reason) => reason !== undefined);

/** Both reasons once. */
export const distinct = (reasons: readonly Reason[]): readonly Reason[] =>
  reasons.filter(
    (reason, index) => reasons.findIndex(({ text }) => text === reason.text) === index,
  );
